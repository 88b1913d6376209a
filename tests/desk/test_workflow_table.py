"""Every state, every step, every group, every door: what happens is what docs/workflow.md says."""

import os
from contextlib import suppress
from itertools import product

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import reverse

from articles.admin.article import ArticleAdmin
from articles.admin.life import office_zone
from articles.desk import reviewing
from articles.desk.errors import DeskError
from articles.desk.revise import revising
from articles.desk.workflow import STEPS, transition
from articles.desk.workflow_table import ANYBODY, PATH, YES, table
from articles.importer.records import import_text
from articles.models import Article, AuditEntry, Mention, Place
from articles.models.vocabulary import Capacity
from pressoffice.ground.clock import database_now
from tests.desk.admin_forms import change_url, form_data
from tests.factories import (
    NOW,
    Status,
    edit,
    make_approver,
    make_article,
    make_user,
    make_writer,
    minutes,
    publish,
    take,
)

pytestmark = pytest.mark.django_db
WHOLE = os.environ.get("EVERY_DOOR") == "1"  # the button too for every group; by default for some, in turn
DESK = (Status.DRAFT, Status.IN_REVIEW, Status.CHANGES_REQUESTED)


def published():
    """``{(status, step, group)}`` that the file allows, and the groups it names."""
    labels = {str(status.label): status.value for status in Status}
    allowed, groups, status, head = set(), [], None, None
    for line in PATH.read_text(encoding="utf-8").partition("## State, step and group")[2].splitlines():
        if line.startswith("### "):
            status, head = labels[line[4:]], None
        elif line.startswith("| ---"):
            continue
        elif line.startswith("| "):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if head is None:
                head, groups = cells, cells[1:]
            else:
                allowed |= {
                    (status, cells[0].strip("`"), group)
                    for group, cell in zip(groups, cells[1:], strict=True)
                    if cell == YES
                }
    return allowed, groups


# --- Texts in which each step's own conditions are met ----------------------------------------------------------------


class Stage:
    """One text for each situation of each state; ``of`` gives the one in which a step's conditions are met."""

    def __init__(self, groups):
        self.now = database_now()
        self.early, self.later = self.now - minutes(10), self.now - minutes(5)
        self.writer, self.approver = make_writer(), make_approver()
        self.duty = make_user("Duty publisher")
        self.actors = {name: self._actor(name) for name in groups}
        self.texts = {}
        for status in DESK:
            for name in ("fresh", "written", "changed", "relinked", "expiring", "down"):
                self.texts[status, name] = self._to(status, getattr(self, f"_{name}")())
        self.texts[Status.IN_REVIEW, "asked"] = self._asked()
        approved = Status.APPROVED
        self.texts[approved, "coming"] = self._published(at=self.now + minutes(60))
        self.texts[approved, "held"] = self._published(hold=True)
        self.texts[approved, "live"] = self._published()
        self.texts[approved, "expiring"] = self._expiring(begun=False)
        self.texts[approved, "down"] = self._down(restored=False)
        self.texts[Status.DISCARDED, "fresh"] = make_article(by=self.writer, now=self.early)
        take(self.texts[Status.DISCARDED, "fresh"], "discard", by=self.writer, now=self.later)

    def _actor(self, name):
        return make_user(is_superuser=True) if name == ANYBODY else make_user(name)

    def of(self, status, action):
        """The text of ``status`` in which ``action`` could be taken; any, where the action never starts there."""
        fit = {
            "submit": "written", "sign_off": "asked", "decline": "asked", "abandon": "changed", "addition": "relinked",
            "metadata": "relinked", "cancel_withdrawal": "expiring", "confirm": "down", "restore": "down",
            "reopen": "coming", "cancel": "coming", "reschedule": "coming", "hold": "coming", "release": "held",
            "correct": "live", "retract": "changed", "withdraw": "changed",
        }.get(action, "fresh")  # fmt: skip
        if status == Status.APPROVED:
            fit = {"withdraw": "live", "retract": "live", "break_glass": "coming"}.get(action, fit)
        found = self.texts.get((status, fit))
        return found or next(text for (state, _name), text in self.texts.items() if state == status)

    def _to(self, status, article):
        if status != Status.DRAFT:
            take(article, "submit", by=self.writer, now=self.later)
        if status == Status.CHANGES_REQUESTED:
            take(article, "request_changes", by=self.approver, now=self.later, note="More.")
        return article

    def _fresh(self):
        return make_article(by=self.writer, now=self.early)

    def _written(self):
        article = make_article(by=self.writer, now=self.early)
        writers = [actor for actor in self.actors.values() if actor.has_perm("articles.submit_article")]
        for actor in writers:
            edit(article, by=actor, now=self.early, summary=f"Summary of {actor.pk}.")
        return article

    def _published(self, **options):
        return publish(self._fresh(), writer=self.writer, approver=self.approver, now=self.early, **options)

    def _changed(self):
        article = self._published()
        take(article, "correct", by=self.writer, now=self.later, edition_class="update")
        edit(article, by=self.writer, now=self.later, summary="Another summary.")
        return article

    def _relinked(self):
        article = self._published()
        take(article, "correct", by=self.writer, now=self.later, edition_class="update")
        article.refresh_from_db()
        with revising(article, by=self.writer, version=article.version, now=self.later):
            Mention.objects.create(article=article, place=Place.objects.create(name=f"Place {article.pk}"))
        return article

    def _expiring(self, begun=True):
        article = self._changed() if begun else self._published()
        take(article, "withdraw", by=self.duty, now=self.later, at=self.now + minutes(600), note="Expired.")
        return article

    def _down(self, restored=True):
        article = self._published()
        take(article, "withdraw", by=self.duty, now=self.later, note="Under review.")
        if restored:
            take(article, "restore", by=self.writer, now=self.later)
        return article

    def _asked(self):
        article = self._fresh()
        take(article, "submit", by=self.writer, now=self.later)
        for actor in self.actors.values():
            if actor.has_perm("articles.sign_off_article"):
                reviewing.ask(article, actor, Capacity.LEGAL, by=self.writer, now=self.later)
        return article


@pytest.fixture
def stage():
    return Stage(published()[1])


def walk(stage, door, whole=True):
    """``(let pass, tried)``: each (status, step, group) that ``door`` was asked; nothing of what it does stays.

    Not ``whole``: of each step in each state only one group, each in turn.
    """
    passed, tried = set(), set()
    for n, (status, action) in enumerate(product(Status, STEPS)):
        key = stage.of(status, action).pk
        version = Article.objects.values_list("version", flat=True).get(pk=key)
        done = AuditEntry.objects.filter(action=action)
        before = done.count()
        for group in stage.actors if whole else [list(stage.actors)[n * 3 % len(stage.actors)]]:
            tried.add((status.value, action, group))
            with transaction.atomic():
                door(Article.objects.get(pk=key), action, group)
                if done.count() > before:
                    passed.add((status.value, action, group))
                else:
                    assert Article.objects.get(pk=key).version == version, (status, action, group)
                transaction.set_rollback(True)
    return passed, tried


# --- The tests --------------------------------------------------------------------------------------------------------


def test_the_published_table_is_that_of_the_code():
    assert PATH.read_text(encoding="utf-8") == table(), "docs/workflow.md is old: run `manage.py workflow_table`"


def test_the_published_table_names_every_group_there_is():
    assert set(published()[1]) == {*Group.objects.values_list("name", flat=True), ANYBODY}


def test_every_door_lets_pass_exactly_what_is_published():
    allowed, groups = published()
    stage = Stage(groups)
    office_hour = (stage.now + minutes(90)).astimezone(office_zone())
    clients = {group: Client() for group in groups}
    for group, client in clients.items():
        client.force_login(stage.actors[group])

    def gate(article, action, group):
        at = {"at": stage.now + minutes(90)} if action == "reschedule" else {}
        with suppress(DeskError):
            transition(
                article, action, by=stage.actors[group], version=article.version, now=stage.now, note="Because.", **at
            )

    def button(article, action, group):
        said = {"action": action, "version": article.version, "note": "Because.", "edition_class": "update"}
        said |= {"when": "hour", "hour": f"{office_hour:%Y-%m-%dT%H:%M}"} if action == "reschedule" else {"when": "now"}
        clients[group].post(reverse("admin:articles_article_transition", args=[article.pk]), said)

    passed, tried = walk(stage, gate)
    assert len(tried) == len(Status) * len(STEPS) * len(groups)
    assert passed == allowed
    passed, tried = walk(stage, button, whole=WHOLE)
    assert passed == allowed & tried


@pytest.fixture
def everything():
    """A text in each state, and how it stands."""
    now, writer, approver = database_now(), make_writer(), make_approver()
    texts = {status: make_article(by=writer, now=now) for status in Status}
    for status in (Status.IN_REVIEW, Status.CHANGES_REQUESTED, Status.APPROVED):
        take(texts[status], "submit", by=writer, now=now)
    take(texts[Status.CHANGES_REQUESTED], "request_changes", by=approver, now=now, note="More.")
    take(texts[Status.APPROVED], "approve", by=approver, now=now)
    take(texts[Status.DISCARDED], "discard", by=writer, now=now)
    return texts, lambda: {
        status: (*Article.objects.values_list("status", "version").get(pk=text.pk), text.editions.count())
        for status, text in texts.items()
    }


def test_no_bulk_action_takes_a_step(everything, rf):
    texts, stand = everything
    before = stand()
    chief = make_user(is_superuser=True)
    client = Client()
    client.force_login(chief)
    request = rf.get("/")
    request.user = chief

    for action in ArticleAdmin(Article, admin.site).get_actions(request):
        chosen = {"action": action, "_selected_action": [text.pk for text in texts.values()], "post": "yes"}
        client.post(reverse("admin:articles_article_changelist"), chosen)

    assert stand() == before


def test_no_form_of_the_admin_takes_a_step(everything):
    texts, stand = everything
    client = Client()
    client.force_login(make_user(is_superuser=True))
    before = stand()

    for text in texts.values():
        page = client.get(change_url(text))
        typed = {"status": "approved", "next_class": "update"}
        client.post(change_url(text), (form_data(page) if text.status in DESK else {}) | typed)

    assert {status: state for status, (state, *_rest) in stand().items()} == {status: status.value for status in Status}
    assert {status: said[2] for status, said in stand().items()} == {status: said[2] for status, said in before.items()}


def test_the_api_has_no_door_to_write(everything):
    texts, stand = everything
    before = stand()
    client = Client()
    client.force_login(make_user(is_superuser=True))

    for text in texts.values():
        for address in ("/api/v1/articles/", f"/api/v1/articles/{text.uid}/"):
            for method in (client.post, client.put, client.patch, client.delete):
                answer = method(address, {"status": "approved"}, content_type="application/json")
                assert answer.status_code in (403, 404, 405), (address, answer.status_code)

    assert stand() == before


@pytest.mark.parametrize("status", Status)
def test_the_import_takes_no_step(status):
    writer, approver = make_writer(), make_approver()
    article = import_text("First words.", b"First words.", name="text.txt", by=writer, now=NOW).article
    steps = {
        Status.IN_REVIEW: ["submit"], Status.CHANGES_REQUESTED: ["submit", "request_changes"],
        Status.APPROVED: ["submit", "approve"], Status.DISCARDED: ["discard"], Status.DRAFT: [],
    }[status]  # fmt: skip
    for action in steps:
        by = writer if action in ("submit", "discard") else approver
        take(article, action, by=by, note="More.")
    stood = (status, article.editions.count(), article.revisions.count())

    import_text("Other words.", b"Other words.", name="text.txt", by=approver, now=NOW + minutes(5))

    article.refresh_from_db()
    assert (article.status, article.editions.count(), article.revisions.count()) == stood
    assert Article.objects.count() == 1
