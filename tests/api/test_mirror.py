"""The client of the documentation, run against the site while everything happens that can happen to texts."""

import importlib.util
import json

import pytest
from django.conf import settings as django_settings

from articles import visible
from pressoffice.ground.clock import database_now
from pressoffice.management.story import Feed, Story
from tests.factories import make_approver, make_public, make_writer

CLIENT = django_settings.BASE_DIR / "docs" / "examples" / "mirror.py"
LIVE = ("changes", "translations", "contacts")


@pytest.fixture
def mirror():
    spec = importlib.util.spec_from_file_location("mirror", CLIENT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def held(folder, subject):
    """What the mirror holds of a subject, by id."""
    return {path.stem: json.loads(path.read_text()) for path in (folder / subject).glob("*.json")}


@pytest.mark.django_db(transaction=True)
def test_mirror_follows_the_story_and_ends_equal_to_the_api(live_server, settings, client, mirror, tmp_path):
    settings.SITE_URL = live_server.url
    staff = {"writer": make_writer(), "approver": make_approver(), "second-approver": make_approver()}
    make_public(writer=staff["writer"], approver=staff["approver"], now=database_now())
    visible.forget()
    mirror.follow(live_server.url, tmp_path)
    feed, told, statuses = Feed(), [], []

    for step in Story(staff).steps():
        done = step()
        statuses += [feed.asked(feed.page_of(row))[0] for row in done.rows]
        told += [change["type"] for change in feed.new()]
        mirror.follow(live_server.url, tmp_path)

    assert set(statuses) == {200}
    assert {
        "article.published", "article.corrected", "article.withdrawn", "article.updated", "article.retracted",
        "official.merged", "event.published", "event.changed",
    } == set(told)  # fmt: skip
    rows = client.get("/api/v1/articles/?fields=*&limit=100").json()["results"]
    assert held(tmp_path, "article") == {row["id"]: {n: v for n, v in row.items() if n not in LIVE} for row in rows}
    assert [event["status"] for event in held(tmp_path, "event").values()] == ["postponed"]
    assert [person["name"] for person in held(tmp_path, "official").values()] == ["Aysel Quliyeva"]
    place = json.loads((tmp_path / "place.json").read_text())
    assert client.get(place.removeprefix(live_server.url)).json()["results"] == []
