"""The demonstration: staff by role, and the seed texts taken the whole way by two of them."""

import time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError

from articles.desk.groups import SMALL_OFFICE
from articles.desk.workflow import transition
from articles.importer.reading import decode
from articles.importer.records import accept_sure, import_text
from articles.models import Boilerplate, Contact, Source, TextTemplate
from articles.models.vocabulary import Status
from pressoffice.ground.clock import database_now
from pressoffice.management.story import Feed, Story

STAFF = {
    "writer": ("Writer",),
    "approver": SMALL_OFFICE,
    "second-approver": SMALL_OFFICE,
    "registry": ("Writer", "Registry editor"),
    "admin": (),
}
PASSWORD = "demo-press-office"
REUSE_NOTE = "Recorded for the demonstration only."
TEMPLATE = "<p>[City], [date]. [Who] [did what] with [whom].</p><p>[What was said.]</p>"
ABOUT = "<p><strong>About this office.</strong> It belongs to a demonstration: nothing it says is news.</p>"


class Command(BaseCommand):
    help = (
        "Fill a demonstration: staff by role with a known password, the texts of seeds/ imported, their sure proposals "
        "accepted, submitted by one person and approved by another. Needs DEMO=1. Running it twice changes nothing. "
        "With --story it then plays what can happen to texts, and says at each step what the change feed told; each "
        "run plays it with other texts."
    )

    def add_arguments(self, parser):
        parser.add_argument("--story", action="store_true", help="then play a story of publications and corrections")
        parser.add_argument("--pause", type=float, default=5, help="seconds between its steps (5)")

    def handle(self, *, story=False, pause=0, **options):
        if not settings.DEMO:
            raise CommandError("This makes staff with a known password, so it runs in the demonstration only: DEMO=1.")
        staff = {name: self._member(name, groups) for name, groups in STAFF.items()}
        self._keep_ready()
        for path in sorted((settings.BASE_DIR / "seeds").glob("*.txt")):
            raw = path.read_bytes()
            done = import_text(decode(raw), raw, name=path.name, by=staff["writer"], now=database_now())
            if done.outcome == "made":
                self._publish(done.article, staff["writer"], staff["approver"])
                self.stdout.write(f"imported and published {path.name} as PR-{done.article.reference}")

        if story:
            self._play(Story(staff), pause)

    def _play(self, story, pause):
        """Take each step, and print the pages it concerns and what the change feed said of it."""
        told = Feed()
        for number, step in enumerate(story.steps(), start=1):
            if number > 1:
                time.sleep(pause)
            done = step()
            self.stdout.write(f"\n{number}. {done.words}")
            for row in done.rows:
                status, address = told.asked(told.page_of(row))
                self.stdout.write(f"   {status} {address}")
            for change in told.new():
                note = f" “{change['note']}”" if change.get("note") else ""
                status, address = told.asked(change["url"])
                self.stdout.write(f"   feed: {change['type']}{note}: {status} {address}")

    def _member(self, name, groups):
        """A member of staff, made once; the password is printed when it is set."""
        users = get_user_model().objects
        user = users.filter(username=name).first()
        if user is None:
            make = users.create_superuser if name == "admin" else users.create_user
            user = make(name, password=PASSWORD, is_staff=True)
            user.groups.set(Group.objects.filter(name__in=groups))
            self.stdout.write(f"demo staff: {name} / {PASSWORD} ({', '.join(groups) or 'superuser'})")
        return user

    def _keep_ready(self):
        """A press contact, a template and a boilerplate, made once."""
        if TextTemplate.objects.exists():
            return
        desk = Contact.objects.create(
            name="Press desk",
            role="Questions of the press",
            phone="+44 20 7946 0000",  # one of the numbers kept for stories
            email="press@example.org",
            languages="en, az, ru",
            hours="Mo-Fr 09:00-18:00",
            public_from=database_now(),
        )
        release = TextTemplate.objects.create(name="Press release", body=TEMPLATE)
        release.contacts.add(desk)
        Boilerplate.objects.create(name="About the office", body=ABOUT)

    def _publish(self, article, writer, approver):
        """Take a draft through the ordinary workflow; the open questions of the importer stay open."""
        accept_sure(article, by=writer, now=database_now())
        Source.objects.filter(citations__article=article, reuse=Source.Reuse.INTERNAL).update(
            reuse=Source.Reuse.PERMITTED, reuse_note=REUSE_NOTE
        )
        for action, by in (("submit", writer), ("approve", approver)):
            article.refresh_from_db()
            if article.status != Status.APPROVED:
                transition(article, action, by=by, version=article.version, now=database_now())
