"""The change feed: a mirror that reads it misses nothing and keeps nothing it must delete."""

import random

import pytest

from tests.api.conftest import ago, ahead, make_full
from tests.factories import Event, edit, make_approver, make_public, take

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_log_is_read_from_its_beginning_and_goes_on_from_a_token(reader, writer, approver):
    first = make_public(writer=writer, approver=approver, now=ago(30))
    start = reader.get("/changes/").json()
    assert [(line["type"], line["id"], line["edition"]) for line in start["results"]] == [
        ("article.published", str(first.uid), 1)
    ]
    assert start["caught_up"]
    assert reader.get(start["next"]).json() == {**start, "results": []}

    second = make_public(writer=writer, approver=approver, now=ago(20))
    after = reader.get("/changes/", {"since": start["token"]}).json()

    assert [(line["id"], line["reference"], line["class"]) for line in after["results"]] == [
        (str(second.uid), f"PR-{second.reference}", "first")
    ]
    assert after["results"][0]["sha256"] == reader.get(after["results"][0]["url"]).json()["document_hash"]


def test_pages_of_the_log_lose_nothing(reader, writer, approver):
    uids = [str(make_public(writer=writer, approver=approver, now=ago(30 - n)).uid) for n in range(5)]

    seen, address = [], "/changes/?limit=2"
    while True:
        page = reader.get(address).json()
        seen += [line["id"] for line in page["results"]]
        address = page["next"]
        if page["caught_up"]:
            break

    assert seen == uids
    assert [line["number"] for line in reader.rows("/changes/?limit=2")] == [1, 2]


def test_empty_log_gives_a_token_to_go_on_from(reader, db, writer, approver):
    empty = reader.get("/changes/").json()
    article = make_public(writer=writer, approver=approver, now=ago(30))

    assert (empty["results"], empty["caught_up"]) == ([], True)
    assert [line["id"] for line in reader.rows(empty["next"])] == [str(article.uid)]


def test_token_of_nothing_is_refused(reader, db):
    for token in ("x", "0", "1", "WzFd:abc", "é", "a" * 5000):
        assert reader.faults("/changes/", {"since": token}) == [("since", "unknown-token")]


def test_cursor_is_no_token(reader, writer, approver):
    for n in (1, 2):
        make_public(writer=writer, approver=approver, now=ago(n))
    cursor = reader.get("/articles/", {"limit": 1}).json()["next"].partition("cursor=")[2].replace("%3A", ":")

    assert reader.faults("/changes/", {"since": cursor}) == [("since", "unknown-token")]


def test_wait_is_accepted_and_answered_at_once(reader, db):
    assert reader.get("/changes/?wait=15").status_code == 200


def test_retraction_leaves_a_tombstone_and_no_words(reader, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(60))
    other = make_public(writer=writer, approver=approver, now=ago(60))
    take(article, "correct", by=writer, now=ago(50))
    edit(article, by=writer, now=ago(50), summary="In short.", correction_class="typo", public_note="Slander, sorry.")
    take(article, "submit", by=writer, now=ago(50))
    take(article, "approve", by=approver, now=ago(40))
    token = reader.get("/changes/").json()["token"]
    assert "Slander" in str(reader.rows("/changes/"))

    take(article, "retract", by=approver, now=ago(30), note="Issued in error.", replacement=other.uid)

    (line,) = reader.rows("/changes/", {"since": token})
    assert line["type"] == "article.retracted"
    assert line["tombstone"] == {
        "reason": "Issued in error.",
        "replaced_by": f"https://press.example/id/articles/PR-{other.reference}",
        "recall": True,
    }
    assert "Slander" not in reader.get("/changes/").content.decode()
    assert [entry["number"] for entry in reader.rows("/changes/")] == [1, 2, 3, 4]


def test_event_that_becomes_public_is_in_the_log(reader, db):
    Event.objects.create(name="Summit", public_from=ahead(60))
    event = Event.objects.create(name="Briefing", public_from=ago(1))

    (line,) = reader.rows("/changes/")

    assert (line["type"], line["id"]) == ("event.published", str(event.uid))
    assert reader.get(line["url"]).json()["name"] == "Briefing"


@pytest.mark.parametrize("seed", range(3))
def test_mirror_that_follows_the_log_holds_what_the_lists_hold(reader, writer, approver, seed):
    chance = random.Random(seed)
    clock = iter(range(600, 0, -1))
    texts, mirror, address = [], {}, "/changes/?limit=3"
    for _step in range(14):
        at = ago(next(clock))
        live = [t for t in texts if str(t.uid) in {row["id"] for row in reader.rows("/articles/?fields=id&limit=100")}]
        act = chance.choice(["publish", "embargo", "withdraw", "retract", "follow"])
        fresh = [t for t in live if not hasattr(t, "down")]
        if act == "publish":
            texts.append(make_public(writer=writer, approver=approver, now=at))
        elif act == "embargo":
            make_public(writer=writer, approver=approver, now=at, at=ahead(60))
        elif act in ("withdraw", "retract") and fresh:
            article = chance.choice(fresh)
            article.down = True
            take(article, act, by=make_approver(), now=at, note="Taken down.")
        address = follow(reader, address, mirror)
    follow(reader, address, mirror)

    held = {uid: edition for uid, edition in mirror.items() if edition}
    assert held == {row["id"]: row["edition"] for row in reader.rows("/articles/?limit=100")}


def follow(reader, address, mirror):
    """Bring ``mirror`` (id to edition) up to date; returns where to go on."""
    while True:
        page = reader.get(address).json()
        for line in page["results"]:
            mirror[line["id"]] = None if "tombstone" in line else line["edition"]
        address = page["next"]
        if page["caught_up"]:
            return address


def test_one_of_everything_is_described(reader, writer, approver):
    make_full(writer=writer, approver=approver)

    (line,) = reader.rows("/changes/")

    assert (line["kind"], line["language"], line["class"]) == ("press_release", "en", "first")
    assert (line["significance"], line["note"]) == ("editorial", None)
