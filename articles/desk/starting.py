"""Texts begun from something: a template, another text; and words kept ready put into one."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from articles.blocks import blocks, clean
from articles.desk import audit
from articles.desk.access import may_see, share_limit
from articles.desk.errors import RightError, TransitionError
from articles.desk.revise import revising
from articles.desk.text_contacts import contacts_of
from articles.models.article import Article
from articles.models.contact import Contact, TextContact
from articles.models.parts import Citation, EventLink, Mention, Statement
from articles.models.writing import Boilerplate, TextTemplate
from people.names import slugify

MOST_EARLIER = 20
_WORDS = ("headline", "summary", "body", "dateline_place", "dateline_country", "dateline_date")


@transaction.atomic
def start_from_template(template: TextTemplate, *, by: Any, now: dt.datetime) -> Article:
    """A draft with the words, topics and contacts of ``template``, and ``by`` as its author.

    Raises RightError for who may not write texts, and TransitionError where the template is out of use.
    """
    _require_writer(by)
    if not template.in_use:
        raise TransitionError("template-out-of-use", name=template.name)
    article = Article(kind=template.kind, language=template.language, created_by=by)
    today = now.astimezone(ZoneInfo(settings.OFFICE_TIME_ZONE)).date()
    article.slug = slugify(f"{template.name} {today.isoformat()}")[:90]
    article.save()
    with revising(article, by=by, version=article.version, now=now):
        for name in ("headline", "summary", "body", "dateline_place"):
            setattr(article, name, getattr(template, name))
        article.save()
        article.topics.set(template.topics.all())
        _give_contacts(article, list(template.contacts.order_by("sort_key", "pk")))
    audit.record("from-template", f"article:{article.uid}", by=by, now=now, template=template.pk)
    return article


@transaction.atomic
def duplicate(article: Article, *, by: Any, now: dt.datetime) -> Article:
    """A draft of its own with the words, parts, topics and contacts of ``article``; ``by`` is its only author.

    It is another work with parts of its own. What was said of the old text is not said of it: approvals, comments,
    hours, the raw text it came from, the addresses its sources were read at. The copy of a limited text is limited in
    the same way. Raises RightError for who may not write texts or know of this one.
    """
    _require_writer(by)
    article = Article.objects.select_for_update().get(pk=article.pk)  # a limit that is being set is waited for
    if not may_see(by, article):
        raise RightError("no-duplicate")
    copy = Article(kind=article.kind, language=article.language, created_by=by, headline=article.headline)
    copy.slug = slugify(article.headline or article.first_words())[:90]
    copy.save()
    if article.limited:
        share_limit(article, copy, by=by)
    with revising(copy, by=by, version=copy.version, now=now):
        for name in _WORDS:
            setattr(copy, name, getattr(article, name))
        copy.save()
        _copy_parts(article, copy)
        copy.topics.set(article.topics.all())
        _give_contacts(copy, contacts_of(article))
    audit.record("duplicate", f"article:{copy.uid}", by=by, now=now, of=str(article.uid))
    return copy


def _require_writer(by: Any) -> None:
    if not by.has_perm("articles.add_article"):
        raise RightError("no-duplicate")


def _give_contacts(article: Article, contacts: list[Contact]) -> None:
    TextContact.objects.bulk_create(
        TextContact(article_uid=article.uid, contact=contact, order=order) for order, contact in enumerate(contacts)
    )


def _copy_parts(article: Article, copy: Article) -> None:
    """The parts of ``article`` as rows of ``copy``, each with a uid of its own; speakers follow their statement."""
    new_uid: dict[Any, uuid.UUID] = {}
    for model in (Statement, Mention, Citation, EventLink):
        rows: list[Any] = []
        for part in model.objects.filter(article=article):
            new_uid[part.uid] = uuid.uuid4()
            part.pk, part._state.adding = None, True
            part.article, part.uid = copy, new_uid[part.uid]
            if isinstance(part, Mention) and part.statement_uid:
                part.statement_uid = new_uid.get(part.statement_uid)
            if isinstance(part, Citation):
                part.url = ""
            rows.append(part)
        model.objects.bulk_create(rows)


# --- Words kept ready -------------------------------------------------------------------------------------------------


def insert_boilerplate(
    article: Article, boilerplate: Boilerplate, *, after: str = "", by: Any, version: int, now: dt.datetime
) -> None:
    """Put the words of ``boilerplate`` into the text, behind the paragraph ``after``, or at its end.

    They are words of the text from then on. Raises as ``revising`` does, and TransitionError for a boilerplate that
    is out of use or of another language.
    """
    if not boilerplate.in_use or boilerplate.language != article.language:
        raise TransitionError("template-out-of-use", name=boilerplate.name)
    with revising(article, by=by, version=version, now=now):
        parts, put = [], False
        for block in blocks(article.body):
            parts.append(block.html)
            if after and block.id == after:
                parts.append(boilerplate.body)
                put = True
        article.body = "".join(parts if put else [*parts, boilerplate.body])
        article.save()


@transaction.atomic
def keep_ready(boilerplate: Boilerplate, *, by: Any, now: dt.datetime) -> Boilerplate:
    """Save ``boilerplate``; its wording so far is kept, so that texts with it can be found. Recorded."""
    boilerplate.body = clean(boilerplate.body)
    if boilerplate.pk:
        before = Boilerplate.objects.select_for_update().get(pk=boilerplate.pk)
        boilerplate.earlier = before.earlier
        if before.body != boilerplate.body:
            kept = [body for body in before.earlier if body != before.body]
            boilerplate.earlier = [*kept, before.body][-MOST_EARLIER:]
    boilerplate.save()
    audit.record("boilerplate", f"boilerplate:{boilerplate.pk}", by=by, now=now, language=boilerplate.language)
    return boilerplate


def ready_for(language: str) -> list[Boilerplate]:
    """The boilerplates in use in ``language``."""
    return list(Boilerplate.objects.filter(language=language, in_use=True))


def templates_in_use() -> list[TextTemplate]:
    """The templates in use, those of the office's own language first."""
    rows = TextTemplate.objects.filter(in_use=True)
    return sorted(rows, key=lambda row: (row.language != settings.LANGUAGE_CODE, row.language, row.name))
