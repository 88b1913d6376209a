"""Texts through the API."""

import hashlib

import pytest

from articles.desk.hashing import canonical, sha256
from articles.models import Edition
from tests.api.conftest import ago, ahead, instant, make_full
from tests.factories import edit, make_approver, make_public, take
from tests.statements import statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

DOCUMENT = (
    "kind", "language", "headline", "title", "summary", "dateline", "attribution", "mentions", "statements",
    "officials", "organisations", "events", "topics", "places",
)  # fmt: skip


def correct(article, *, writer, approver, now, **fields):
    """A second edition that corrects the first."""
    take(article, "correct", by=writer, now=now)
    edit(article, by=writer, now=now, correction_class="factual", public_note="A name was wrong.", **fields)
    take(article, "submit", by=writer, now=now)
    take(article, "approve", by=approver, now=now)


def test_text_is_sent_as_it_was_approved_inside_its_envelope(reader, writer, approver):
    article = make_full(writer=writer, approver=approver, headline="Talks held", summary="They talked.")
    jane = article.things["officials"]

    sent = reader.get(f"/articles/{article.uid}/").json()

    assert sent["id"] == str(article.uid)
    assert sent["reference"] == f"PR-{article.reference}"
    assert sent["uri"] == f"https://press.example/id/articles/PR-{article.reference}"
    assert (sent["headline"], sent["summary"], sent["edition"]) == ("Talks held", "They talked.", 1)
    assert (sent["pub_status"], sent["notice"], sent["changes"], sent["translations"]) == ("usable", None, [], [])
    assert [(o["id"], o["name"], o["role"], o["rel"]) for o in sent["officials"]] == [
        (str(jane.uid), "Jane Doe", "Minister", "participant")
    ]
    assert sent["statements"][0]["speakers"][0]["name"] == "Jane Doe"
    assert sent["body"]["sha256"] == hashlib.sha256(sent["body"]["text"].encode()).hexdigest()
    approved = {name: sent[name] for name in DOCUMENT} | {"body": {k: sent["body"][k] for k in ("html", "text")}}
    assert sent["document_hash"] == sha256(canonical(approved))


def test_text_is_found_by_its_reference_in_any_case(reader, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(5))
    uid = str(article.uid)

    for name in (f"PR-{article.reference}", f"pr-{article.reference.lower()}", article.reference, uid.upper()):
        assert reader.get(f"/articles/{name}/").json()["id"] == uid


@pytest.mark.parametrize("name", ["PR-000000", "nothing", "%00", "PR-%00", "7" * 400, "%F0%9F%98%80", "..", "-1"])
def test_name_of_nothing_is_not_found(reader, db, name):
    response = reader.get(f"/articles/{name}/")

    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"


def test_text_without_headline_has_null_and_a_title(reader, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(5), headline="")

    sent = reader.get(f"/articles/{article.uid}/").json()

    assert (sent["headline"], sent["title"]) == (None, "They met.")


def test_list_leaves_out_what_is_long(reader, writer, approver):
    make_full(writer=writer, approver=approver)

    (row,) = reader.rows("/articles/")

    assert not {"body", "statements", "mentions", "changes", "translations"} & set(row)
    assert row["officials"][0]["name"] == "Jane Doe"
    assert instant(row["published"]) == Edition.objects.get().published_at


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("headline,published", {"headline", "published"}),
        ("id,changes,translations", {"id", "changes", "translations"}),
        ("*,-body,-mentions", None),
    ],
)
def test_client_chooses_fields(reader, writer, approver, asked, sent):
    article = make_full(writer=writer, approver=approver)

    (row,) = reader.rows("/articles/", {"fields": asked})
    one = reader.get(f"/articles/{article.uid}/", {"fields": asked}).json()

    assert row == one
    if sent:
        assert set(row) == sent
    else:
        assert "statements" in row
        assert not {"body", "mentions"} & set(row)


def test_unknown_field_is_refused_with_the_right_one(reader, db):
    response = reader.get("/articles/", {"fields": "headlin"})

    assert response.status_code == 400
    (fault,) = response.json()["errors"]
    assert (fault["parameter"], fault["code"], fault["did_you_mean"]) == ("fields", "unknown-field", "headline")


def test_official_finds_exactly_the_texts_that_name_them(reader, writer, approver):
    first = make_full(writer=writer, approver=approver, tag="one")
    make_full(writer=writer, approver=approver, tag="two")
    make_public(writer=writer, approver=approver, now=ago(3))
    jane = first.things["officials"]

    for query in ({"official": jane.slug}, {"official": str(jane.uid)}, {"speaker": jane.slug}):
        assert [row["id"] for row in reader.rows("/articles/", query)] == [str(first.uid)]
    assert str(first.uid) not in [row["id"] for row in reader.rows("/articles/", {"official_not": jane.slug})]
    assert len(reader.rows("/articles/", {"official_not": jane.slug})) == 2


def test_every_register_filters_texts(reader, writer, approver):
    article = make_full(writer=writer, approver=approver)
    make_public(writer=writer, approver=approver, now=ago(3))

    for name in ("organisation", "event", "source", "topic"):
        thing = article.things[f"{name}s"]
        assert [row["id"] for row in reader.rows("/articles/", {name: thing.slug})] == [str(article.uid)]


def test_correction_is_told_and_the_first_edition_stays(reader, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(30))
    correct(article, writer=writer, approver=approver, now=ago(10), body="<p>They met twice.</p>")

    sent = reader.get(f"/articles/{article.uid}/").json()
    first = reader.get(f"/articles/{article.uid}/editions/1/").json()
    before = reader.get(f"/articles/{article.uid}/", {"at": ago(20).isoformat()}).json()
    history = reader.get(f"/articles/{article.uid}/editions/").json()["results"]

    assert (sent["edition"], sent["ed_note"]) == (2, "A name was wrong.")
    assert [(c["type"], c["class"], c["note"]) for c in sent["changes"]] == [
        ("correction", "factual", "A name was wrong.")
    ]
    assert (first["edition"], first["body"]["text"], first["changes"]) == (1, "They met.\n\nThey talked.", [])
    assert before == first
    assert [(e["edition"], e["readable"]) for e in history] == [(1, True), (2, True)]
    assert history[0]["public_until"] == history[1]["public_from"]
    assert sent["first_published"] == first["published"]


def test_end_of_an_edition_that_lies_ahead_is_not_told(reader, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(30))
    take(article, "withdraw", by=approver, now=ago(20), at=ahead(60), note="Expires.")

    history = reader.get(f"/articles/{article.uid}/editions/").json()["results"]

    assert [(e["edition"], e["public_until"]) for e in history] == [(1, None)]
    assert reader.get(f"/articles/{article.uid}/editions/2/").status_code == 404
    assert reader.get(f"/articles/{article.uid}/").json()["changes"] == []


@pytest.mark.parametrize("number", ["0", "-1", "2", "99999999999999999999", "one", "%00", "1.0", "٣"])
def test_edition_that_is_not_there(reader, writer, approver, number):
    article = make_public(writer=writer, approver=approver, now=ago(30))

    assert reader.get(f"/articles/{article.uid}/editions/{number}/").status_code == 404


def test_withdrawn_text_stays_under_its_notice(reader, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(30))
    take(article, "withdraw", by=approver, now=ago(10), note="Under review.")

    sent = reader.get(f"/articles/{article.uid}/").json()

    assert (sent["pub_status"], sent["notice"]["type"], sent["notice"]["note"]) == (
        "usable", "withdrawn", "Under review.",
    )  # fmt: skip
    assert sent["ed_note"] == "Under review."
    assert sent["body"]["text"] == "They met.\n\nThey talked."
    assert [change["type"] for change in sent["changes"]] == ["withdrawal"]


def test_retracted_text_is_gone_at_every_address(reader, writer, approver):
    article = make_full(writer=writer, approver=approver, now=ago(30))
    other = make_public(writer=writer, approver=approver, now=ago(30), headline="The right text")
    take(article, "retract", by=approver, now=ago(10), note="Issued in error.", replacement=other.uid)

    for address in (
        f"/articles/{article.uid}/",
        f"/articles/PR-{article.reference}/",
        f"/articles/{article.uid}/?at={ago(20).isoformat().replace('+', '%2B')}",
        f"/articles/{article.uid}/editions/",
        f"/articles/{article.uid}/editions/1/",
        f"/articles/{article.uid}/editions/2/",
    ):
        response = reader.get(address)
        body = response.json()
        assert (response.status_code, response.headers["Cache-Control"]) == (410, "no-store"), address
        assert (body["note"], body["detail"]) == ("Issued in error.", "Issued in error.")
        assert body["replaced_by"] == f"https://press.example/id/articles/PR-{other.reference}"
        assert instant(body["at"])
        assert b"agreed" not in response.content
    assert [row["id"] for row in reader.rows("/articles/")] == [str(other.uid)]
    assert reader.rows("/statements/") == []
    assert reader.rows("/officials/") == []


def test_words_taken_back_stay_away_when_a_text_comes_back(reader, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(60))
    correct(article, writer=writer, approver=approver, now=ago(50), body="<p>They met twice.</p>")
    take(article, "retract", by=approver, now=ago(40), note="Issued in error.")
    take(article, "restore", by=make_approver(), now=ago(30))
    edit(article, by=writer, now=ago(29), body="<p>They never met.</p>")
    take(article, "submit", by=writer, now=ago(28))
    take(article, "approve", by=approver, now=ago(20))

    history = reader.get(f"/articles/{article.uid}/editions/").json()["results"]

    assert [(e["edition"], e["readable"], e["title"] is None, e["note"]) for e in history][:3] == [
        (1, False, True, None),
        (2, False, True, None),
        (3, False, True, "Issued in error."),
    ]
    assert history[3]["readable"]
    assert reader.get(f"/articles/{article.uid}/editions/2/").status_code == 410
    assert reader.get(f"/articles/{article.uid}/", {"at": ago(55).isoformat()}).status_code == 410
    assert reader.get(f"/articles/{article.uid}/", {"at": ago(35).isoformat()}).status_code == 410
    assert reader.get(f"/articles/{article.uid}/").json()["body"]["text"] == "They never met."


def test_embargoed_replacement_is_not_told(reader, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(30))
    other = make_public(writer=writer, approver=approver, now=ago(30), at=ahead(60))
    take(article, "retract", by=approver, now=ago(10), note="Issued in error.", replacement=other.uid)

    gone = reader.get(f"/articles/{article.uid}/")
    changes = reader.get("/changes/")

    assert gone.json()["replaced_by"] is None
    assert str(other.uid) not in gone.content.decode() + changes.content.decode()


def test_translations_are_other_texts_of_the_same_work(reader, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(30), headline="Ministers meet")
    other = make_public(
        writer=writer, approver=approver, now=ago(20), headline="Nazirlər", language="az", work=article.work
    )
    make_public(writer=writer, approver=approver, now=ago(20), at=ahead(9), language="ru", work=article.work)

    sent = reader.get(f"/articles/{article.uid}/").json()

    assert [(t["language"], t["id"], t["title"]) for t in sent["translations"]] == [("az", str(other.uid), "Nazirlər")]
    assert [row["id"] for row in reader.rows("/articles/", {"work": str(article.work), "language": "az"})] == [
        str(other.uid)
    ]


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2999-01-01", "future"),
        ("yesterday", "invalid-value"),
        ("", "empty-value"),
        ("9" * 300, "invalid-value"),
        ("2025-13-01", "invalid-value"),
        ("2025-01-01T10:00:00", "invalid-value"),
    ],
)
def test_instant_that_cannot_be_asked_is_refused(reader, writer, approver, at, code):
    article = make_public(writer=writer, approver=approver, now=ago(5))

    assert reader.faults(f"/articles/{article.uid}/", {"at": at}) == [("at", code)]


def test_text_was_not_there_before_it_was_public(reader, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(5))

    assert reader.get(f"/articles/{article.uid}/", {"at": ago(6).isoformat()}).status_code == 404


def test_instants_an_answer_gives_can_be_asked_for(reader, writer, approver):
    article = make_public(writer=writer, approver=approver, now=ago(5))
    sent = reader.get(f"/articles/{article.uid}/").json()

    assert reader.get(f"/articles/{article.uid}/", {"at": sent["updated"]}).json() == sent
    assert len(reader.rows("/articles/", {"published_after": sent["published"]})) == 1
    assert reader.rows("/articles/", {"published_before": sent["published"]}) == []


def test_search_finds_words_and_shows_where(reader, writer, approver):
    make_full(writer=writer, approver=approver)
    make_public(writer=writer, approver=approver, now=ago(3))

    (row,) = reader.rows("/search/", {"q": "petrov"})

    assert [piece["text"] for piece in row["snippet"] if piece["hit"]] == ["Petrov"]
    assert "".join(piece["text"] for piece in row["snippet"]).startswith("Jane Doe met")
    assert reader.rows("/search/", {"q": "petrov", "fields": "id"}) == [{"id": row["id"]}]
    assert [r["id"] for r in reader.rows("/articles/", {"q": "петров"})] == [row["id"]]
    assert reader.faults("/search/") == [("q", "required")]
    assert reader.rows("/search/", {"q": "!!!"}) == []


def statements_of(reader, address, query=None):
    """How many SQL statements an answer costs."""
    with statements() as captured:
        reader.get(address, query)
    return len(captured)


COSTED = (
    "/articles/", "/articles/?fields=*", "/search/?q=jane&type=articles", "/officials/", "/positions/",
    "/organisations/", "/events/", "/sources/", "/topics/", "/statements/", "/changes/",
)  # fmt: skip


def test_answer_costs_the_same_with_one_row_and_with_three(reader, writer, approver):
    make_full(writer=writer, approver=approver, tag="one")
    one = {address: statements_of(reader, address) for address in COSTED}
    make_full(writer=writer, approver=approver, tag="two")
    make_full(writer=writer, approver=approver, tag="three")

    assert all(len(reader.rows(address)) >= 3 for address in COSTED)
    assert {address: statements_of(reader, address) for address in COSTED} == one
    assert max(one.values()) <= 4


def test_one_text_costs_three_statements(reader, writer, approver):
    article = make_full(writer=writer, approver=approver)

    assert statements_of(reader, f"/articles/{article.uid}/") == 3
