"""How a mirror begins: all that is public now, page by page, and then what changed since; nothing falls between."""

import pytest

from articles.models.change import Change
from articles.serializers.change_types import MEANINGS
from articles.viewsets.snapshot import begin
from people.models import Person
from tests.api.conftest import ago, ahead, make_full
from tests.factories import Event, edit, make_article, make_public, minutes, publish, take
from tests.statements import statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

BEGIN = {"snapshot": "true", "subject": "article"}


def pages(reader, address, query=None):
    """Every page from ``address`` on, until nothing more is to be told."""
    page = reader.get(address, query).json()
    yield page
    while not page["caught_up"]:
        page = reader.get(page["next"]).json()
        yield page


def told(found):
    """The entries of pages."""
    return [entry for page in found for entry in page["results"]]


def correct(article, *, writer, approver, now, **fields):
    take(article, "correct", by=writer, now=now)
    edit(article, by=writer, now=now, correction_class="typo", public_note="A word.", **fields)
    take(article, "submit", by=writer, now=now)
    take(article, "approve", by=approver, now=now)


def test_every_type_of_change_says_what_a_client_must_do():
    assert set(MEANINGS) == set(Change.Type)
    assert all(meaning.what and meaning.do and meaning.status in (200, 301, 404, 410) for meaning in MEANINGS.values())


def test_snapshot_is_what_the_lists_show_and_goes_on_with_what_came_later(reader, writer, approver):
    kept = [make_public(writer=writer, approver=approver, now=ago(60 - n)) for n in range(5)]
    take(kept[1], "withdraw", by=approver, now=ago(30), note="Being looked at.")
    take(kept[2], "retract", by=approver, now=ago(30), note="Never said.")
    make_public(writer=writer, approver=approver, now=ago(20), at=ahead(60))

    first = reader.get("/changes/", BEGIN | {"limit": 2}).json()
    late = make_public(writer=writer, approver=approver, now=ago(10))
    take(kept[0], "retract", by=approver, now=ago(5), note="Nor that.")
    rest = list(pages(reader, first["next"]))

    assert (first["token"], first["caught_up"]) == (None, False)
    mirror = {}
    for entry in told([first, *rest]):
        mirror[entry["id"]] = None if "tombstone" in entry else entry["type"]
    assert mirror.pop(str(kept[0].uid)) is None
    assert {uid: kind for uid, kind in mirror.items() if kind} == {
        str(kept[1].uid): "article.withdrawn",
        str(kept[3].uid): "article.published",
        str(kept[4].uid): "article.published",
        str(late.uid): "article.published",
    }
    assert rest[-1]["token"]


def test_line_of_which_the_request_saw_nothing_yet_comes_after_the_snapshot(writer, approver):
    """A line may be written while a request is under way whose instant lies before it."""
    make_public(writer=writer, approver=approver, now=ago(60))
    late = make_public(writer=writer, approver=approver, now=ago(10))
    at = Change.objects.get(subject_uid=late.uid).at

    places = [begin(now, frozenset({"article"})) for now in (at - minutes(1), at)]

    assert [place.number for place in places] == [1, 2]
    assert places[1].since == at


def test_snapshot_of_everything_names_every_register(reader, writer, approver):
    article = make_full(writer=writer, approver=approver)
    Event.objects.create(name="Cancelled talks", public_from=ago(5), status="cancelled")

    found = told(pages(reader, "/changes/", {"snapshot": "true"}))

    named = {(entry["type"], entry["id"]) for entry in found}
    assert {
        ("article.published", str(article.uid)),
        ("official.changed", str(article.things["officials"].uid)),
        ("organisation.changed", str(article.things["organisations"].uid)),
        ("event.published", str(article.things["events"].uid)),
        ("source.changed", str(article.things["sources"].uid)),
        ("topic.changed", str(article.things["topics"].uid)),
    } <= {(kind.replace("event.changed", "event.published"), uid) for kind, uid in named}
    assert "event.cancelled" in {kind for kind, _uid in named}
    assert all(reader.get(entry["url"]).status_code == 200 for entry in found)


def test_entries_list_every_address_old_ones_too(reader, client, writer, approver):
    article = make_full(writer=writer, approver=approver, now=ago(60), slug="first-slug")
    correct(article, writer=writer, approver=approver, now=ago(50), slug="another-slug")

    entries = reader.rows("/changes/", {"subject": "article"})

    assert [entry["edition"] for entry in entries] == [1, 2]
    urls = entries[0]["urls"]
    assert urls == entries[1]["urls"]
    assert urls[0].endswith("/another-slug")
    assert any(url.endswith("/first-slug") for url in urls)
    assert urls[-3:] == [
        f"https://press.example/r/PR-{article.reference}",
        f"https://press.example/id/articles/PR-{article.reference}",
        f"https://press.example/api/v1/articles/{article.uid}/",
    ]
    statuses = {client.get(url.removeprefix("https://press.example")).status_code for url in urls}
    assert statuses <= {200, 301, 302, 303}


def test_addresses_of_a_row_of_the_register_are_told_while_it_is_public(reader, writer, approver):
    make_full(writer=writer, approver=approver, now=ago(60))
    entries = told(pages(reader, "/changes/", {"snapshot": "true", "subject": "official,position"}))

    by_type = {entry["type"].partition(".")[0]: entry["urls"] for entry in entries}
    assert by_type["official"][0] == "https://press.example/en/officials/jane-doe/"
    assert len(by_type["position"]) == 1


def test_correction_says_which_parts_differ(reader, writer, approver):
    article = make_full(writer=writer, approver=approver, now=ago(60))
    correct(article, writer=writer, approver=approver, now=ago(50), summary="In short.")

    first, second = reader.rows("/changes/", {"subject": "article"})

    assert "fields" not in first
    assert (second["type"], second["fields"]) == ("article.corrected", ["summary"])
    assert (second["significance"], second["note"]) == ("editorial", "A word.")


def test_filters_keep_tombstones_and_say_what_has_left_the_question(reader, writer, approver):
    wanted = make_public(writer=writer, approver=approver, now=ago(60), kind="speech")
    other = make_public(writer=writer, approver=approver, now=ago(59), kind="statement")
    leaves = make_public(writer=writer, approver=approver, now=ago(58), kind="speech")
    correct(leaves, writer=writer, approver=approver, now=ago(40), kind="statement")
    take(other, "retract", by=approver, now=ago(30), note="Never said.")

    entries = reader.rows("/changes/", {"kind": "speech"})

    assert [(entry["id"], entry["type"], entry["matches"]) for entry in entries] == [
        (str(wanted.uid), "article.published", True),
        (str(leaves.uid), "article.corrected", False),
        (str(other.uid), "article.retracted", False),
    ]
    assert [entry["id"] for entry in reader.rows("/changes/", BEGIN | {"kind": "speech"})] == [str(wanted.uid)]


def test_filtered_pages_move_on_past_what_they_leave_out(reader, writer, approver):
    for n in range(4):
        make_public(writer=writer, approver=approver, now=ago(60 - n), kind="statement")
    speech = make_public(writer=writer, approver=approver, now=ago(50), kind="speech")

    page = reader.get("/changes/", {"kind": "speech", "limit": 1}).json()

    assert ([entry["id"] for entry in page["results"]], page["caught_up"]) == ([str(speech.uid)], True)
    assert reader.rows(page["next"]) == []


def test_articles_are_sent_along_as_they_are_now(reader, writer, approver):
    article = make_full(writer=writer, approver=approver, now=ago(60))
    gone = make_public(writer=writer, approver=approver, now=ago(55))
    correct(article, writer=writer, approver=approver, now=ago(50), summary="In short.")
    take(gone, "retract", by=approver, now=ago(30), note="Never said.")

    entries = reader.rows("/changes/", {"expand": "article", "subject": "article"})

    assert [entry["article"] and entry["article"]["edition"] for entry in entries] == [2, None, 2, None]
    whole = reader.get(f"/articles/{article.uid}/?fields=*,-changes,-translations,-contacts").json()
    assert entries[0]["article"] == whole


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ({"subject": "bogus"}, "subject"),
        ({"snapshot": "yes"}, "snapshot"),
        ({"snapshot": "true", "since": "x"}, "since"),
        ({"cursor": "x"}, None),
        ({"kind": "bogus"}, "kind"),
        ({"q": "words"}, "q"),
        ({"expand": "officials"}, "expand"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(reader, db, query, fault):
    if fault is None:
        assert reader.get("/changes/", query).json()["type"].rstrip("/").endswith("/cursor-mismatch")
    else:
        assert [parameter for parameter, _code in reader.faults("/changes/", query)] == [fault]


@pytest.mark.parametrize(
    ("query", "most"),
    [({}, 3), ({"kind": "press_release"}, 3), ({"expand": "article", "kind": "press_release"}, 4)],
)
@pytest.mark.parametrize("snapshot", [False, True])
def test_pages_cost_a_constant_number_of_statements(reader, client, writer, approver, query, most, snapshot):
    asked = query | ({"snapshot": "true"} if snapshot else {})
    costs = []
    for n in range(2):
        make_full(writer=writer, approver=approver, now=ago(60 - n), tag=str(n))
        with statements() as cost:
            assert client.get("/api/v1/changes/", asked).status_code == 200
        costs.append(len(cost))

    assert costs[0] == costs[1] <= most + snapshot, [one["sql"] for one in cost]


def test_register_that_is_not_public_is_in_no_snapshot(reader, writer, approver):
    Person.objects.create(name="Hidden Person")
    publish(make_article(by=writer, now=ago(5)), writer=writer, approver=approver, now=ago(5), at=ahead(60))

    assert told(pages(reader, "/changes/", {"snapshot": "true"})) == []
