"""Language versions: one text of the same work in another language, with a slug, a status and an approval of its own.

A version remembers the revision of its original it was made from. What changed in the original since is its drift;
somebody who has looked at that says the version is up to date, and it is recorded.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any
from uuid import UUID, uuid4

import orjson
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from articles import diff
from articles.blocks import Block, blocks
from articles.desk import audit
from articles.desk.access import visible_to
from articles.desk.errors import TransitionError
from articles.desk.revise import revising
from articles.models.access import Access
from articles.models.article import Article, Revision
from articles.models.contact import TextContact
from articles.models.edition import Edition
from articles.models.parts import Citation, EventLink, Mention, Statement
from articles.models.taxonomy import Place
from articles.models.vocabulary import Status
from people.models.register import named_exactly
from pressoffice.ground.clock import database_now

# --- Beginning one --------------------------------------------------------------------------------------------------


@transaction.atomic
def start_version(original: Article, language: str, *, with_words: bool, by: Any, now: dt.datetime) -> Article:
    """A draft of ``original`` in ``language``, of which ``by`` is the author; ``with_words`` begins with its words.

    Topics, contacts, sources, events and people come along, with their names in that language and without a place until
    the words are there; so do statements, with who speaks. Versions of a limited text are limited to the same people.
    Raises TransitionError where the work has a text in that language already.
    """
    # Two clicks at once are one version; and whether the text is limited is asked under its lock.
    original = Article.objects.select_for_update().get(pk=original.pk)
    if Article.objects.filter(work=original.work, language=language).exists():
        raise TransitionError("version-exists")
    revision = original.revisions.order_by("-number").first()
    article = Article.objects.create(
        work=original.work,
        language=language,
        kind=original.kind,
        slug=original.slug,
        limited=original.limited,
        meant_for=original.meant_for,
        released_at=original.released_at,
        translated_from=original,
        translated_revision=revision,
        created_by=by,
    )
    for row in original.access.all():
        Access.objects.create(article=article, user=row.user, group=row.group, by=by)
    for contact in TextContact.objects.filter(article_uid=original.uid):
        TextContact.objects.create(article_uid=article.uid, contact=contact.contact, order=contact.order)
    with revising(article, by=by, version=article.version, now=now):
        if with_words:
            article.headline, article.summary, article.body = original.headline, original.summary, original.body
        article.dateline_place, article.dateline_country = _dateline(original, language)
        article.dateline_date = original.dateline_date
        article.save()
        article.topics.set(original.topics.all())
        _carry_parts(original, article)
    audit.record(
        "translate",
        f"article:{article.uid}",
        by=by,
        now=now,
        language=language,
        original=str(original.uid),
        revision=revision.number if revision else None,
    )
    return article


def _dateline(original: Article, language: str) -> tuple[str, str]:
    """Place and country of the dateline as the register names them in ``language``, else as they stand."""
    return _place_in(original.dateline_place, language), _place_in(original.dateline_country, language)


def _place_in(name: str, language: str) -> str:
    found = list(named_exactly(Place, name)[:2]) if name else []
    return str(found[0].name_in(language)) if len(found) == 1 else name


def _carry_parts(original: Article, article: Article) -> None:
    """The parts of ``original`` as rows of ``article``, each with an identity of its own."""
    statements = {statement.uid: uuid4() for statement in original.statements.all()}
    for statement in original.statements.all():
        Statement.objects.create(
            article=article,
            uid=statements[statement.uid],
            form=statement.form,
            voice=statement.voice,
            order=statement.order,
        )
    seen: set[tuple[Any, ...]] = set()
    named = original.mentions.select_related("person", "organisation", "place", "position")
    for mention in named:
        thing = mention.person or mention.organisation or mention.place
        key = (mention.person_id, mention.organisation_id, mention.place_id, mention.relation, mention.statement_uid)
        if thing is None or key in seen:  # where else the text names them, its own words will say
            continue
        seen.add(key)
        Mention.objects.create(
            article=article,
            relation=mention.relation,
            statement_uid=statements.get(mention.statement_uid) if mention.statement_uid else None,
            person=mention.person,
            organisation=mention.organisation,
            place=mention.place,
            position=mention.position,
            looked_up=mention.looked_up,
            role="" if mention.position else mention.role,
            words="" if mention.statement_uid else thing.name_in(article.language),
            order=mention.order,
        )
    for citation in original.citations.all():
        Citation.objects.create(
            article=article, source=citation.source, role=citation.role, url=citation.url, order=citation.order
        )
    for link in original.eventlinks.select_related("event"):
        EventLink.objects.create(
            article=article,
            event=link.event,
            relation=link.relation,
            words=link.event.name_in(article.language) if link.words else "",
            order=link.order,
        )


# --- Which there are ------------------------------------------------------------------------------------------------


def versions(article: Article, user: Any) -> list[Article]:
    """The other language versions of the work that ``user`` may know of, in the order of the languages. Two queries.

    Each with ``live`` (something of it is public) and ``is_behind`` (its original was revised since).
    """
    public = Edition.objects.listed(database_now()).filter(article=OuterRef("pk"))
    others = visible_to(user, Article.objects.filter(work=article.work).exclude(pk=article.pk))
    late = behind(Article.objects.filter(pk=OuterRef("pk")))
    order = [code for code, _name in settings.LANGUAGES]
    return sorted(
        others.annotate(live=Exists(public), is_behind=Exists(late)), key=lambda one: order.index(one.language)
    )


def languages_left(article: Article) -> list[tuple[str, Any]]:
    """``(code, name)`` of the languages in which the work has no text yet."""
    there = set(Article.objects.filter(work=article.work).values_list("language", flat=True))
    return [(code, name) for code, name in settings.LANGUAGES if code not in there]


def missing(queryset: QuerySet[Article]) -> list[tuple[Article, list[str]]]:
    """``(text, languages it has no version in)`` for each work of ``queryset``, in its order. Two queries.

    A work stands here once, by its first text in ``queryset``. A discarded text is no version.
    """
    texts: dict[UUID, Article] = {}
    for article in queryset:
        texts.setdefault(article.work, article)
    there: dict[UUID, set[str]] = defaultdict(set)
    rows = Article.objects.filter(work__in=texts).exclude(status=Status.DISCARDED)
    for work, language in rows.values_list("work", "language"):
        there[work].add(language)
    wanted = [code for code, _name in settings.LANGUAGES]
    left = ((article, [code for code in wanted if code not in there[work]]) for work, article in texts.items())
    return [(article, codes) for article, codes in left if codes]


def behind(queryset: QuerySet[Article]) -> QuerySet[Article]:
    """The texts of ``queryset`` whose original has other words or links now than those they were made from."""
    latest = Revision.objects.filter(article=OuterRef("translated_from")).order_by("-number")
    texts = queryset.exclude(translated_from=None).annotate(
        original_says=Subquery(latest.values("document_hash")[:1]),
    )
    return texts.exclude(original_says=None).exclude(translated_revision__document_hash=F("original_says"))


# --- Side by side ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Beside:
    """A paragraph of the original and the one that stands for it, either may be missing; how the original changed."""

    original: Block | None
    own: Block | None
    change: diff.Row | None = None

    @property
    def drifted(self) -> bool:
        """Whether the original changed here since the version was made."""
        return self.change is not None and self.change.state != diff.State.SAME


@dataclass(frozen=True)
class Sides:
    """An original and its version, paragraph by paragraph; ``fields`` are those of the original that changed."""

    original: Article
    rows: list[Beside]
    fields: list[diff.Row]
    made_from: int | None
    latest: int | None

    @property
    def drifted(self) -> int:
        """In how many places the original changed."""
        return sum(row.drifted for row in self.rows) + len(self.fields)

    @property
    def behind(self) -> bool:
        """Whether the original was revised since."""
        return self.made_from != self.latest


def side_by_side(article: Article) -> Sides | None:
    """What stands in the original beside what stands in ``article``; None where it was not made from another text.

    The original is its newest revision. Paragraphs that share an id stand beside each other, those between two such
    pairs in their order; a paragraph that the original lost since stands where it stood.
    """
    original = article.translated_from
    if original is None:
        return None
    latest = original.revisions.order_by("-number").first()
    then, now = _document(article.translated_revision), _document(latest)
    changes = diff.compare(then, now) if then and now else []
    theirs = blocks((now or {}).get("body", {}).get("html", ""))
    by_id, lost = _changes_by_block(changes, theirs)
    rows: list[Beside] = []
    for theirs_one, own in align(theirs, blocks(article.body)):
        rows += [Beside(None, None, gone) for gone in lost.pop(theirs_one.id, ())] if theirs_one else []
        rows.append(Beside(theirs_one, own, by_id.get(theirs_one.id) if theirs_one else None))
    rows += [Beside(None, None, gone) for left in lost.values() for gone in left]
    made_from = article.translated_revision
    return Sides(
        original=original,
        rows=rows,
        fields=[row for row in changes if row.name and row.state != diff.State.SAME],
        made_from=made_from.number if made_from else None,
        latest=latest.number if latest else None,
    )


def _document(revision: Revision | None) -> dict[str, Any] | None:
    return orjson.loads(revision.document) if revision and revision.document else None


def _changes_by_block(
    changes: Iterable[diff.Row], theirs: list[Block]
) -> tuple[dict[str, diff.Row], dict[str, list[diff.Row]]]:
    """The change of each paragraph that is there, and those that are gone by the paragraph they stood before."""
    waiting = iter(theirs)
    found: dict[str, diff.Row] = {}
    gone: list[diff.Row] = []
    lost: dict[str, list[diff.Row]] = {}
    for row in changes:
        if row.name:
            continue
        if row.state == diff.State.REMOVED:
            gone.append(row)
            continue
        block = next(waiting)
        found[block.id] = row
        if gone:
            lost[block.id], gone = gone, []
    if gone:
        lost[""] = gone
    return found, lost


def align(theirs: list[Block], own: list[Block]) -> list[tuple[Block | None, Block | None]]:
    """Pairs of paragraphs: by id in one order, and between such pairs one after the other."""
    matcher = SequenceMatcher(None, [block.id for block in theirs], [block.id for block in own], autojunk=False)
    pairs: list[tuple[Block | None, Block | None]] = []
    i = j = 0
    for match in matcher.get_matching_blocks():
        pairs += zip_longest(theirs[i : match.a], own[j : match.b])
        for step in range(match.size):
            pairs.append((theirs[match.a + step], own[match.b + step]))
        i, j = match.a + match.size, match.b + match.size
    return pairs


@transaction.atomic
def bring_up_to_date(article: Article, *, revision: int, by: Any, now: dt.datetime) -> None:
    """Record that ``article`` says what ``revision`` of its original says: the one that was on the page.

    No word changes, so no version is counted. Raises TransitionError where there is no such revision, or the version
    stands at it or a later one already.
    """
    found = Revision.objects.filter(article=article.translated_from_id, number=revision).first()
    before = article.translated_revision.number if article.translated_revision else 0
    if found is None or found.number <= before:
        raise TransitionError("no-original")
    unchanged = Article.objects.filter(pk=article.pk, translated_revision=article.translated_revision_id)
    if not unchanged.update(translated_revision=found):
        raise TransitionError("no-original")
    article.translated_revision = found
    audit.record("up-to-date", f"article:{article.uid}", by=by, now=now, before=before, revision=found.number)
