"""What must hold after any sequence of steps, edits, clock moves and settles, on either database."""

import datetime as dt
import os
from collections import Counter
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from articles import search
from articles.desk import asked, break_glass, reviewing
from articles.desk.authorship import authors_of
from articles.desk.errors import DeskError
from articles.desk.freeze import link_hash
from articles.desk.hashing import sha256
from articles.desk.revise import revising
from articles.desk.settle import change_hash, settle
from articles.desk.workflow import STEPS
from articles.models import Approval, Article, Change, Edition, EditionPerson, Mention, Place, Statement
from articles.models.review import BreakGlass
from articles.models.vocabulary import Capacity, EditionClass
from people.models import Person
from people.names import words
from tests.factories import NOW, edit, make_article, make_user, minutes, take

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "40"))
TEXT_CLASSES = (EditionClass.FIRST, EditionClass.UPDATE, EditionClass.CORRECTION, EditionClass.ADDITION)

# A single step taken at random is mostly refused, so there are whole stories too: each is several moves, by the people
# who could take them, and any of them may still be refused where the story does not fit.
STORIES = {
    "publish": [("submit", 0), ("approve", 1)],
    "rewrite": [("correct", 0), ("edit", 0), ("submit", 0), ("approve", 1)],
    "relink and publish": [("correct", 0), ("relink", 0), ("metadata", 0)],
    "relink and add": [("correct", 0), ("relink", 0), ("addition", 1)],
    "bring back": [("restore", 0), ("submit", 0), ("approve", 1)],
    "sign and publish": [("submit", 0), ("ask", 2), ("sign_off", 2), ("approve", 1)],
    "break and look": [("break_glass", 0), ("look", 1)],
    "rewrite and break": [("correct", 0), ("edit", 0), ("break_glass", 0), ("look", 2)],
}
moves = st.tuples(
    st.sampled_from([*STEPS, *STORIES, *STORIES, *STORIES, "edit", "relink", "settle", "ask", "take back", "look"]),
    st.integers(0, 3),  # who
    st.sampled_from([1, 1, 30, 61, 3600, 7200]),  # seconds that pass before it
    st.sampled_from([None, None, 1, 60, 90]),  # the hour, in minutes from then
    st.booleans(),  # hold, or update rather than correction
)


class Office:
    """Three people who may do everything, one superuser, one article, and a clock that only goes forward."""

    def __init__(self):
        everything = ("Writer", "Approver", "Duty publisher", "Sign-off")
        self.staff = [make_user(*everything) for _ in range(3)] + [make_user(is_superuser=True)]
        self.now = NOW
        self.person = Person.objects.create(name="Test Person")
        self.article = make_article(by=self.staff[0], now=NOW, body="<p>Word0 is said here.</p>")
        Statement.objects.create(article=self.article, words="Word0 is said here.", verb="said")
        statement = self.article.statements.get()
        Mention.objects.create(
            article=self.article, person=self.person, statement_uid=statement.uid, relation=Mention.Relation.SPEAKER
        )
        edit(self.article, by=self.staff[0], now=NOW, summary="Summary.")
        self.wrote = {self.staff[0].pk}  # since the last edition that became public
        self.edits = 0

    def do(self, move):
        story, who, seconds, hour, flag = move
        for action, offset in STORIES.get(story, [(story, 0)]):
            self.move(action, (who + offset) % 4, seconds, hour, flag)

    def move(self, action, who, seconds, hour, flag):
        self.public = self.newest_public()
        self.now += dt.timedelta(seconds=seconds)
        self.forget_what_is_public()
        by = self.staff[who]
        try:
            if action == "settle":
                settle(self.now)
            elif action == "edit":
                self.edits += 1
                body = f"<p>Word{self.edits} is said here.</p>"
                said = {"correction_class": "typo", "public_note": f"Note {self.edits}."}
                edit(self.article, by=by, now=self.now, body=body, **said)
                self.wrote.add(by.pk)
            elif action == "relink":
                self.edits += 1
                self.article.refresh_from_db()
                with revising(self.article, by=by, version=self.article.version, now=self.now) as article:
                    place = Place.objects.create(name=f"Place {self.edits}")
                    Mention.objects.create(article=article, place=place)
                self.wrote.add(by.pk)
            elif action == "ask":
                reviewing.ask(self.article, self.staff[(who + 1) % 4 if flag else who], "legal", by=by, now=self.now)
            elif action == "take back":
                for request in asked.requests(self.article):
                    reviewing.withdraw(request, by=by, now=self.now)
            elif action == "look":
                self.look(by, flag)
            else:
                self.step(action, by, hour, flag)
        except DeskError:
            pass
        self.forget_what_is_public()

    def look(self, by, flag):
        for row in break_glass.unreviewed():
            break_glass.review(row, by=by, verdict="fine" if flag else "mend", note="Seen.", now=self.now)
            assert by.pk not in {row.by_id} | authors_of(row.edition), "whoever broke the glass looked at it"

    def forget_what_is_public(self):
        """When a new text becomes public, what was written for it no longer counts; what was written since does."""
        newest = self.newest_public()
        if newest != self.public:
            self.public = newest
            edition = Edition.objects.get(number=newest)
            if edition.edition_class not in (EditionClass.WITHDRAWAL, EditionClass.RETRACTION):
                later = self.article.revisions.filter(number__gt=edition.revision.number)
                self.wrote = set(later.values_list("by", flat=True))

    def step(self, action, by, hour, flag):
        options = {"note": "Because."}
        if STEPS[action].takes_hour and hour:
            options["at"] = self.now + minutes(hour)
        if action in ("approve", "reschedule") and flag and not hour:
            options["hold"] = True
        if action == "correct":
            options["edition_class"] = "update" if flag else "correction"
        self.article.refresh_from_db()
        waiting = {request.person for request in asked.open_sign_offs(self.article)}
        take(self.article, action, by=by, now=self.now, **options)
        assert not (waiting and action == "approve"), "approved over an open sign-off"
        if action in ("approve", "addition"):
            assert by.pk not in self.wrote, "an author approved"
        if action == "abandon":
            self.wrote = set()
        if action == "restore":
            self.wrote = {by.pk}

    def newest_public(self):
        return max((e.number for e in Edition.objects.filter(public_from__lte=self.now)), default=0)


def check(office):
    now = office.now
    editions = list(Edition.objects.order_by("number"))
    timed = [e for e in editions if e.public_from]
    assert [e.number for e in editions] == list(range(1, len(editions) + 1))
    assert timed == sorted(timed, key=lambda e: e.public_from), "an older text would come back"

    instants = {now} | {
        e.public_from + d for e in timed for d in (-dt.timedelta(seconds=1), dt.timedelta(0), minutes(1))
    }
    for instant in instants:
        seen = Edition.objects.public(instant).count()
        expected = 1 if timed and timed[0].public_from <= instant else 0
        assert seen == expected, f"{seen} public at {instant}"

    for edition in editions:
        if edition.edition_class != EditionClass.RETRACTION:
            assert edition.document == edition.revision.document
            assert edition.document_hash == sha256(edition.document) == edition.revision.document_hash
    for earlier, later in pairwise(editions):
        if later.settled_at:
            assert later.previous_hash == link_hash(earlier)

    for edition in timed:
        if edition.public_from <= now:
            check_approval(edition)
    check_takedowns(editions, now)
    check_changes(editions)
    check_search(now)


def check_approval(edition):
    if edition.edition_class in (EditionClass.WITHDRAWAL, EditionClass.RETRACTION):
        # The order to take down is for the text, whatever its words are when the hour comes.
        order = edition.approval
        assert (order.capacity, order.edition_class, order.note) == (
            Capacity.DUTY_PUBLISHER, edition.edition_class, edition.note,
        )  # fmt: skip
        assert order.voided_at is None
        assert order.not_before <= edition.public_from
        return
    if BreakGlass.objects.filter(edition=edition).exists():
        assert edition.revision.approvals.filter(capacity=Capacity.BREAK_GLASS, voided_at=None).exists()
        return
    capacities = [Capacity.EDITOR] if edition.edition_class == EditionClass.METADATA else [Capacity.APPROVER]
    valid = [
        a
        for a in Approval.objects.filter(
            revision=edition.revision, edition_class=edition.edition_class, note=edition.note, capacity__in=capacities
        )
        if a.voided_at is None and (a.not_before is None or a.not_before <= edition.public_from)
    ]
    assert valid, f"edition {edition.number} is public without an approval"
    if edition.edition_class in TEXT_CLASSES:
        written = authors_of(edition)
        assert any(approval.by_id not in written for approval in valid), f"edition {edition.number} is by one alone"


def check_takedowns(editions, now):
    for tombstone in (e for e in editions if e.edition_class == EditionClass.RETRACTION):
        if tombstone.public_from > now:
            continue
        gone = [e for e in editions if e.number < tombstone.number]
        for edition in gone:
            assert edition.text_until is not None
            assert edition.text_until <= tombstone.public_from
            for at in (edition.public_from, edition.public_until - dt.timedelta(microseconds=1)):
                if at <= now:
                    assert not Edition.objects.public_at(at, now).exists(), "retracted text by ?at="
        live_after = [e for e in editions if e.number > tombstone.number and e.public_from and e.public_from <= now]
        if not live_after:
            assert not Edition.objects.listed(now).exists()
            assert not Statement.objects.listed(now).exists()
            assert not EditionPerson.objects.filter(edition__in=Edition.objects.listed(now)).exists()


def check_changes(editions):
    changes = list(Change.objects.order_by("number"))
    assert [c.number for c in changes] == list(range(1, len(changes) + 1))
    previous = ""
    for change in changes:
        assert change.previous_hash == previous
        assert change.hash == change_hash(change)
        previous = change.hash
    keys = Counter(c.key for c in changes)
    assert keys == Counter(f"edition:{e.pk}" for e in editions if e.settled_at)


def check_search(now):
    everything = Edition.objects.all()
    for edition in everything:
        token = words(edition.revision.document)  # the document is JSON; its body holds the one token we look for
        token = next(w for w in token if w.startswith("word") and w[4:].isdigit())
        for hit in search.matching(everything, f'"{token}"'):
            assert hit.settled_at is not None, "search knows a text that is not public"
            assert hit.edition_class != EditionClass.RETRACTION
        for hit in search.matching(Edition.objects.listed(now), f'"{token}"'):
            assert f"{token} is said" in hit.document.lower()


@pytest.mark.django_db
@pytest.mark.both_databases
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate] if os.environ.get("CI") else list(Phase),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
@given(st.booleans(), st.lists(moves, min_size=5, max_size=40))
def test_any_sequence_of_steps_keeps_the_promises(begun, sequence):
    with transaction.atomic():
        office = Office()
        if begun:
            office.do(("publish", 0, 1, None, False))
        for move in sequence:
            office.do(move)
            check(office)
        settle(office.now + minutes(200))
        office.now += minutes(200)
        check(office)
        assert not Edition.objects.due(office.now).exists()
        assert Article.objects.count() == 1
        transaction.set_rollback(True)
