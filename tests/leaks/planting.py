"""Texts planted for the leak test: each carries a token of its own in every place a reader might look."""

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from articles.models import Citation, Contact, Event, EventLink, Mention, Place, Source, Statement, TextContact, Topic
from articles.models.event import Participant
from people.models import Organisation, Person, Position
from tests.factories import edit, make_approver, make_article, make_user, make_writer, publish, take


def office_day():
    """Today by the office's clock."""
    return timezone.localdate(timezone=ZoneInfo(settings.OFFICE_TIME_ZONE))


@dataclass
class Plant:
    """One planted text. ``token`` stands in all its words and names; the identifiers are fixed before it exists."""

    token: str = field(default_factory=lambda: "zq" + secrets.token_hex(6))
    uid: uuid.UUID = field(default_factory=uuid.uuid4)
    things: dict = field(default_factory=lambda: {k: uuid.uuid4() for k in THINGS})
    statement: uuid.UUID = field(default_factory=uuid.uuid4)
    article: object = None
    day: dt.date = field(default_factory=office_day)  # of its event

    @property
    def slug(self):
        return f"{self.token}-text"

    @property
    def code(self):
        """The code of its region."""
        return f"ZZ-{self.token[-6:]}".upper()

    def slug_of(self, thing):
        return f"{self.token}-{thing}"


THINGS = ("person", "organisation", "position", "event", "source", "topic", "region", "place", "contact")


def sow(plant, *, writer, now):
    """Make the draft with all its parts, and every register row it names."""
    token = plant.token
    names = {thing: {"uid": plant.things[thing], "slug": plant.slug_of(thing)} for thing in THINGS}
    person = Person.objects.create(name=f"Person {token}", **names["person"])
    organisation = Organisation.objects.create(name=f"Body {token}", **names["organisation"])
    position = Position.objects.create(
        uid=plant.things["position"], person=person, organisation=organisation, title=f"Chair {token}"
    )
    region = Place.objects.create(name=f"Region {token}", code=plant.code, **names["region"])
    place = Place.objects.create(name=f"Town{token}", parent=region, **names["place"])
    contact = Contact.objects.create(name=f"Desk {token}", phone="+994 12 123 45 67", **names["contact"])
    event = Event.objects.create(
        place=place, name=f"Meeting {token}", venue=f"Hall {token}", starts=plant.day.isoformat(), **names["event"]
    )
    Participant.objects.create(event=event, person=person, role=f"Guest {token}")
    source = Source.objects.create(name=f"Wire {token}", reuse=Source.Reuse.OWN, **names["source"])
    topic = Topic.objects.create(name=f"Matter {token}", **names["topic"])
    article = make_article(
        by=writer,
        now=now,
        uid=plant.uid,
        slug=plant.slug,
        headline=f"Headline {token}",
        summary=f"Summary {token}.",
        body=f"<p>They said {token} aloud.</p><p>Nothing more of {token}.</p>",
        dateline_place=f"Town{token}",
    )
    article.topics.add(topic)
    words = f"They said {token} aloud."
    Statement.objects.create(article=article, uid=plant.statement, words=words, verb="said")
    shared = {"article": article, "person": person, "position": position, "role": f"Chair {token}"}
    Mention.objects.create(**shared, relation=Mention.Relation.SPEAKER, statement_uid=plant.statement)
    Mention.objects.create(article=article, organisation=organisation)
    Citation.objects.create(article=article, source=source, verb="told")
    EventLink.objects.create(article=article, event=event)
    edit(article, by=writer, now=now)
    TextContact.objects.create(article_uid=article.uid, contact=contact)
    plant.article = article
    return plant


def bring_to(plant, state, *, now):
    """Sow ``plant`` and take it to ``state``."""
    writer, approver = make_writer(), make_approver()
    sow(plant, writer=writer, now=now)
    article = plant.article
    later = now + dt.timedelta(days=1)
    hour = {"public": now, "coming": later}.get(state)
    Contact.objects.filter(uid=plant.things["contact"]).update(public_from=hour)
    match state:
        case "draft":
            pass
        case "in review":
            take(article, "submit", by=writer, now=now)
        case "changes requested":
            take(article, "submit", by=writer, now=now)
            take(article, "request_changes", by=approver, now=now, note="More.")
        case "coming":
            publish(article, writer=writer, approver=approver, now=now, at=later)
        case "held":
            publish(article, writer=writer, approver=approver, now=now, hold=True)
        case "cancelled":
            publish(article, writer=writer, approver=approver, now=now, at=later)
            take(article, "cancel", by=approver, now=now)
        case "discarded":
            take(article, "discard", by=writer, now=now)
        case "public":
            publish(article, writer=writer, approver=approver, now=now)
    return plant


def correct_in_secret(plant, secret, state, *, now):
    """Bring a correction of a public text to ``state``; ``secret`` stands only in the new words."""
    author, approver = make_user("Writer", "Approver"), make_approver()
    article = plant.article
    take(article, "correct", by=author, now=now)
    edit(
        article,
        by=author,
        now=now,
        headline=f"Headline {secret}",
        slug=f"{secret}-text",
        body=f"<p>They said {secret} aloud.</p>",
        correction_class="factual",
        public_note=f"Note {secret}.",
    )
    if state == "coming":
        take(article, "submit", by=author, now=now)
        take(article, "approve", by=approver, now=now, at=now + dt.timedelta(days=1))


HIDDEN_STATES = ("draft", "in review", "changes requested", "coming", "held", "cancelled", "discarded")
