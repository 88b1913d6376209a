"""A story in which everything happens to texts that can happen: played on a demonstration, through the real workflow.

Each step is taken by the people who may take it, as at the desk. ``play`` can be called again: it tells the story of
other texts each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.utils import translation

from articles import visible
from articles.addresses import absolute, article_uri
from articles.desk import merging, registers
from articles.desk.revise import revising
from articles.desk.translating import start_version
from articles.desk.workflow import transition
from articles.models import Article, Event, EventLink, Mention, RegisterEdit
from articles.models.vocabulary import CorrectionClass, EventType, Kind
from people.models import Person
from people.names import slugify
from pressoffice.ground.clock import database_now

BODY = """<p>The minister, Aysel Quliyeva, opened the new bridge over the Kura on Monday.</p>
<p>“The bridge shortens the way to work for forty thousand people,” Quliyeva said.</p>"""
BODY_AZ = """<p>Nazir Aysel Quliyeva bazar ertəsi Kür üzərində yeni körpünü açdı.</p>
<p>“Körpü qırx min insanın işə gediş yolunu qısaldır”, – Quliyeva dedi.</p>"""


class Feed:
    """The site's own change feed and pages, asked through the door as a partner would ask."""

    def __init__(self) -> None:
        asked = urlsplit(settings.SITE_URL)
        self._site = Client(SERVER_NAME=asked.hostname, SERVER_PORT=str(asked.port or 80))
        self._secure = asked.scheme == "https"
        self._after = self._page("/api/v1/changes/?snapshot=true&limit=100")
        while self._after["token"] is None or not self._after["caught_up"]:
            self._after = self._page(self._after["next"])

    def new(self) -> list[dict[str, Any]]:
        """What the feed tells since it was asked before."""
        found: list[dict[str, Any]] = []
        while True:
            self._after = self._page(self._after["next"])
            found += self._after["results"]
            if self._after["caught_up"]:
                return found

    def asked(self, address: str) -> tuple[int, str]:
        """What an address of the site answers in the end, and where that is."""
        response = self._get(address, follow=True)
        moved = response.redirect_chain
        return response.status_code, absolute(moved[-1][0].removeprefix(settings.SITE_URL)) if moved else address

    @staticmethod
    def page_of(row: Any) -> str:
        """Where readers find a text or a row of a register: a text by the address that always leads to it."""
        if isinstance(row, Article):
            return article_uri(row.reference)
        with translation.override(settings.LANGUAGE_CODE):
            return absolute(row.get_absolute_url())

    def _page(self, address: str) -> dict[str, Any]:
        return self._get(address).json()

    def _get(self, address: str, **options: Any) -> Any:
        visible.forget()
        return self._site.get(address.removeprefix(settings.SITE_URL), secure=self._secure, **options)


@dataclass
class Step:
    """What happened: in words, and the rows it happened to, whose pages are worth a look."""

    words: str
    rows: list[Any]


class Story:
    """The cast: ``staff`` by name (writer, approver, second-approver), and what each step leaves for the next."""

    def __init__(self, staff: dict[str, Any]):
        self.writer, self.approver, self.second = staff["writer"], staff["approver"], staff["second-approver"]

    def steps(self) -> Iterator[Callable[[], Step]]:
        """The steps in their order; each is taken when it is called."""
        yield from (
            self.publish, self.mend_a_typo, self.correct_a_fact, self.translate, self.withdraw, self.restore,
            self.retract, self.merge, self.postpone,
        )  # fmt: skip

    def publish(self) -> Step:
        """A release about a coming event, with two entries for one and the same minister in it."""
        now = database_now()
        self.known = Person.objects.create(name="Aysel Quliyeva")
        self.double = Person.objects.create(name="A. Guliyeva")
        self.event = Event.objects.create(name="Opening of the ferry", type=EventType.CEREMONY, public_from=now)
        self.bridge = self._draft("Minister opens bridge over the Kura", BODY, people=[self.known])
        EventLink.objects.create(article=self.bridge, event=self.event, relation="referred")
        self._save(self.bridge, summary="The bridge was opend on Monday.")
        self._release(self.bridge)
        return Step("A release is published.", [self.bridge])

    def mend_a_typo(self) -> Step:
        """Four letters."""
        self._correct(
            self.bridge, CorrectionClass.TYPO, "A typing error was mended.", summary="The bridge was opened on Monday."
        )
        return Step("A typing error is corrected.", [self.bridge])

    def correct_a_fact(self) -> Step:
        """A number that was wrong."""
        body = self.bridge.body.replace("forty thousand", "fourteen thousand")
        self._correct(self.bridge, CorrectionClass.FACTUAL, "The number of people was wrong.", body=body)
        return Step("A factual error is corrected: readers and mirrors see what it was.", [self.bridge])

    def translate(self) -> Step:
        """The same in Azerbaijani, published by another pair of eyes."""
        self.translation = start_version(self.bridge, "az", with_words=False, by=self.writer, now=database_now())
        self._save(self.translation, headline="Nazir Kür üzərində körpünü açdı", summary="Körpü açıldı.", body=BODY_AZ)
        self._release(self.translation)
        return Step("A translation appears; each language links to the other.", [self.translation])

    def withdraw(self) -> Step:
        """A second release stays on the site under a notice."""
        self.notice = self._draft(
            "Ferry timetable changes in December", "<p>The last ferry leaves at 22:00.</p>", people=[self.double]
        )
        self._release(self.notice)
        self._take(self.notice, "withdraw", self.approver, note="The timetable is being checked.")
        return Step("Another release is published, and withdrawn: it stays, under a notice.", [self.notice])

    def restore(self) -> Step:
        """It was right after all, but for one hour."""
        self._take(self.notice, "restore", self.writer)
        self._save(
            self.notice, body="<p>The last ferry leaves at 23:00.</p>", correction_class=CorrectionClass.FACTUAL,
            public_note="The last ferry leaves an hour later.",
        )  # fmt: skip
        self._release(self.notice)
        return Step("It comes back, corrected.", [self.notice])

    def retract(self) -> Step:
        """A release that should never have been; another stands in its place."""
        false = self._draft("Bridge closed for repairs", "<p>The bridge is closed.</p>")
        self._release(false)
        self.replacement = self._draft("Bridge stays open during repairs", "<p>The bridge stays open.</p>")
        self._release(self.replacement)
        self._take(false, "retract", self.approver, note="Issued in error.", replacement=self.replacement.uid)
        return Step(
            "A third is retracted: 410, a tombstone, and the text that stands in its place.", [false, self.replacement]
        )

    def merge(self) -> Step:
        """The two entries for the minister become one."""
        done = merging.merge(self.double, self.known, by=self.approver, now=database_now(), confirmed=True)
        self._approve_if_it_waits(done)
        return Step("Two entries of the register turn out to be one person.", [self.known])

    def postpone(self) -> Step:
        """The event waits for better weather."""
        values = {"status": Event.Status.POSTPONED, "status_reason": "High water."}
        self._approve_if_it_waits(registers.change(self.event, values, by=self.approver, now=database_now()))
        return Step("An event is postponed.", [self.event])

    def _draft(self, headline: str, body: str, people: list[Person] = ()) -> Article:
        article = Article.objects.create(created_by=self.writer, kind=Kind.PRESS_RELEASE)
        slug = f"{slugify(headline)[:60]}-{article.reference.lower()}"
        self._save(article, headline=headline, body=body, slug=slug)
        with revising(article, by=self.writer, version=article.version, now=database_now()):
            for person in people:
                words = person.name if person.name in body else ""
                Mention.objects.create(
                    article=article, words=words, person=person, relation="participant", role="Minister"
                )
        return article

    def _save(self, article: Article, **values: Any) -> None:
        article.refresh_from_db()
        with revising(article, by=self.writer, version=article.version, now=database_now()):
            for name, value in values.items():
                setattr(article, name, value)
            article.save()

    def _take(self, article: Article, action: str, by: Any, **options: Any) -> None:
        article.refresh_from_db()
        transition(article, action, by=by, version=article.version, now=database_now(), **options)
        article.refresh_from_db()

    def _release(self, article: Article) -> None:
        self._take(article, "submit", self.writer)
        self._take(article, "approve", self.approver)

    def _correct(self, article: Article, grade: CorrectionClass, note: str, **values: Any) -> None:
        self._take(article, "correct", self.writer)
        self._save(article, correction_class=grade, public_note=note, **values)
        self._release(article)

    def _approve_if_it_waits(self, done: Any) -> None:
        if isinstance(done, RegisterEdit):
            registers.approve([done], by=self.second, now=database_now())
