"""A limited text full of a token, and every question of the desk that might betray it."""

import re
import secrets
from dataclasses import dataclass, field

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import get_resolver

from articles.desk import access
from articles.models import (
    Access,
    Approval,
    Article,
    AuditEntry,
    Bundle,
    BundleItem,
    Comment,
    Coverage,
    Edition,
    Event,
    Mention,
    PreviewLink,
    Proposal,
    ReviewRequest,
    Revision,
    Source,
    SourceText,
    Statement,
    Topic,
    Waiver,
)
from articles.models.parts import Citation, EventLink
from articles.models.review import BreakGlass
from people.models import Organisation, Person
from pressoffice.ground.surfaces import Audience, walk
from tests.factories import edit, make_approver, make_article, make_user, make_writer, minutes, publish

_FILLED = re.compile(r"<(?:\w+:)?(\w+)>")
# What differs between two answers for reasons of their own: tokens of forms, nonces, minutes that pass.
_NOISE = re.compile(
    rb'name="(?:csrfmiddleware)?token" value="[^"]*"|"csrf": "\w+"|nonce="[^"]*"|req_[0-9a-f]{32}'
    rb'|[^"/]*:[\w-]{5,8}:[\w-]{20,}'
    rb"|\b[0-9a-f]{32}\b|\b\d{1,2}:\d\d(?::\d\d)?\b|<time[^>]*>|\b\d+\xc2\xa0(?:minutes?|seconds?|hours?)"
)


@dataclass
class Register:
    """Rows of the register, open to the whole desk, that the text is going to name."""

    person: Person = field(default_factory=lambda: Person.objects.create(name="Farid Limitov"))
    body: Organisation = field(default_factory=lambda: Organisation.objects.create(name="Bureau of Limits"))
    event: Event = field(default_factory=lambda: Event.objects.create(name="Closed meeting", starts="2100-01-05"))
    source: Source = field(default_factory=lambda: Source.objects.create(name="Wire of limits"))
    topic: Topic = field(default_factory=lambda: Topic.objects.create(name="Limits"))

    def __post_init__(self):
        self.line = Coverage.objects.create(event=self.event, product="release", language="en")

    def rows(self):
        """Every row."""
        return [self.person, self.body, self.event, self.source, self.topic]


@dataclass
class Limited:
    """The text. ``rows`` are the rows that hang on it."""

    register: Register
    now: object
    token: str = field(default_factory=lambda: "zq" + secrets.token_hex(6))

    def __post_init__(self):
        self.author, self.reviewer = make_writer(), make_approver()  # who works here is known to all

    def plant(self):
        """Make the text with everything that can hang on one, and limit it."""
        token, now, there = self.token, self.now, self.register
        raw = SourceText.objects.create(
            sha256=secrets.token_hex(32), name=f"{token}.txt", raw=b"", text=token, imported_at=now
        )
        text = make_article(
            by=self.author,
            now=now,
            headline=f"Headline {token}",
            slug=f"{token}-text",
            summary=f"Summary {token}.",
            body=f"<p>They said {token} aloud.</p>",
            source_text=raw,
        )
        text.topics.add(there.topic)
        said = Statement.objects.create(article=text, words=f"They said {token} aloud.", verb="said")
        speaker = Mention.Relation.SPEAKER
        Mention.objects.create(article=text, person=there.person, relation=speaker, statement_uid=said.uid)
        Mention.objects.create(article=text, organisation=there.body)
        Citation.objects.create(article=text, source=there.source)
        EventLink.objects.create(article=text, event=there.event)
        Coverage.objects.filter(pk=there.line.pk).update(article=text)
        Proposal.objects.create(
            article=text,
            source_text=raw,
            kind="person",
            key=token,
            label=token,
            rule="r",
            confidence=1.0,
            payload={"name": token},
        )
        edit(text, by=self.author, now=now, summary=f"Summary {token} again.")
        publish(text, writer=self.author, approver=self.reviewer, now=now, at=now + minutes(600))
        revision = text.revisions.order_by("-number").first()
        Comment.objects.create(article=text, revision=revision, body=f"Comment {token}", by=self.author, at=now)
        Waiver.objects.create(article=text, code="c", key=token, words=token, by=self.author, at=now)
        ReviewRequest.objects.create(
            article=text, capacity="legal", person=self.reviewer, asked_by=self.author, asked_at=now
        )
        PreviewLink.objects.create(
            revision=revision, secret_hash=token, recipient=token, made_by=self.author, made_at=now, expires_at=now
        )
        bundle = Bundle.objects.create(name=f"Bundle {token}", made_by=self.author)
        BundleItem.objects.create(bundle=bundle, article=text)
        version = Article.objects.create(
            work=text.work, language="az", headline=f"Başlıq {token}", slug=f"{token}-az", created_by=self.author
        )
        text.refresh_from_db()
        access.limit(text, True, users=[self.reviewer], by=self.reviewer, now=now)
        self.text, self.version = text, version
        return self

    def keys(self):
        """``{model: keys}`` of every row that hangs on the text, and of the register rows it names."""
        keys = {
            model: [str(row.pk) for row in rows]
            for model, rows in {
                Article: [self.text, self.version],
                Access: Access.objects.filter(article=self.text),
                Revision: self.text.revisions.all(),
                Edition: self.text.editions.all(),
                Approval: Approval.objects.filter(revision__article=self.text),
                AuditEntry: AuditEntry.objects.filter(subject=f"article:{self.text.uid}")[:2],
                SourceText: [self.text.source_text],
                Comment: self.text.comments.all(),
                Bundle: Bundle.objects.filter(items__article=self.text),
                BreakGlass: [],
            }.items()
        }
        for row in self.register.rows():
            keys[type(row)] = [str(row.pk)]
        return keys

    def uids(self):
        """What a page may be asked for otherwise than by key."""
        bundles = [str(bundle.uid) for bundle in Bundle.objects.filter(items__article=self.text)]
        comments = [str(comment.uid) for comment in self.text.comments.all()]
        return [str(self.text.uid), self.text.reference, *bundles, *comments]


def desk_patterns():
    """``(route, name)`` of every pattern of the desk."""
    return [
        (route.replace("^", "").replace("$", ""), pattern.name or "")
        for route, pattern, surface in walk(get_resolver())
        if surface is not None and surface.audience == Audience.STAFF and "login" not in route and "logout" not in route
    ]


def questions(planted):
    """Every address to ask, each with the words that might find the text."""
    keys, uids = planted.keys(), planted.uids()
    models = {f"{model._meta.app_label}_{model._meta.model_name}": found for model, found in keys.items()}
    kinds = {str(ContentType.objects.get_for_model(model).pk): found for model, found in keys.items()}
    asked = []
    for route, name in desk_patterns():
        if "(?P<" in route or "account/" in route or not name:
            continue
        if name.endswith(("_add", "_import")) and name not in ("articles_article_add", "articles_event_add"):
            continue  # an empty form of a register
        names = _FILLED.findall(route)
        if not names:
            asked += [f"/{route}", *_with_words(route, name, planted)]
        elif names == ["content_type_id", "object_id"]:
            fill = [(kind, key) for kind, found in kinds.items() for key in found[:1]]
            asked += [f"/admin/r/{kind}/{key}/" for kind, key in fill]
        else:
            model = name.rsplit("_", 1)[0] if name.count("_") >= 2 else ""
            while model and model not in models and model.count("_") > 1:
                model = model.rsplit("_", 1)[0]
            values = models.get(model) or ([] if model.count("_") else uids)
            if "uid" in "".join(names):
                values = uids
            values = values if model == "articles_article" or "uid" in names else values[:1]
            asked += ["/" + _FILLED.sub(lambda _match, value=value: value, route) for value in values]
    return list(dict.fromkeys(asked)) + list(_choosers(planted))


def _with_words(route, name, planted):
    words = [f"q={planted.token}"] if name.endswith("changelist") or name == "search" else []
    if name in ("articles_article_changelist", "search"):
        words += [f"q=PR-{planted.text.reference}", "q=Limitov"]
    if name in ("articles_auditentry_changelist", "ledger"):
        words += [f"about=PR-{planted.text.reference}", f"person={planted.author.username}", "format=csv"]
    if name.endswith("_export"):
        words += [f"q={planted.token}"]
    return [f"/{route}?{one}" for one in words]


def _choosers(planted):
    """The boxes that complete what is typed."""
    for model, field_name in (("bundleitem", "article"), ("coverage", "article"), ("mention", "person")):
        yield (
            f"/admin/autocomplete/?app_label=articles&model_name={model}&field_name={field_name}&term={planted.token}"
        )


def answer(client, path):
    """``(status, where it leads, body)`` of one question, without what differs for reasons of its own."""
    response = client.get(path)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, response.get("Location", ""), _NOISE.sub(b"", body)


def answers(client, asked):
    """Every answer, by question."""
    return {path: answer(client, path) for path in asked}


def make_everything_but(*codenames, **fields):
    """A member of staff with every right there is but these."""
    user = make_user(**fields)
    user.user_permissions.set(Permission.objects.exclude(codename__in=codenames))
    return user
