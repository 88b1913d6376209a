"""Every format of the same edition states the same facts, and is what its standard says."""

import json

import orjson
import pytest
from django.conf import settings
from django.utils import timezone

from articles import structured
from articles.formats import Listed, jsonld, markdown, ninjs, text
from articles.importer.reading import decode
from articles.importer.records import accept_sure, import_text
from articles.models.edition import Edition
from articles.models.source import Source
from articles.renderers import JSONRenderer
from articles.serializers.texts import ArticleSerializer, Shown
from tests.factories import make_approver, make_writer, publish
from tests.formats.texts import make_text

GENERATED = 200


def sent(shown):
    """What the API sends of a text as JSON."""
    return json.loads(JSONRenderer().render(ArticleSerializer(shown).data))


def facts_of_json(body):
    return {
        "uri": body["uri"],
        "url": body["url"],
        "reference": body["reference"],
        "edition": str(body["edition"]),
        "headline": body["headline"],
        "title": body["title"],
        "summary": body["summary"] or None,
        "language": body["language"],
        "kind": body["kind"],
        "published": body["published"],
        "updated": body["updated"],
        "withdrawn": body["notice"] is not None,
        "note": body["ed_note"],
        "people": sorted((one["name"], one["id"]) for one in body["officials"]),
        "organisations": sorted((one["name"], one["id"]) for one in body["organisations"]),
        "places": sorted((one["name"], one["id"]) for one in body["places"]),
        "events": sorted((one["name"], one["id"]) for one in body["events"]),
        "topics": sorted(one["name"] for one in body["topics"]),
        "sources": sorted(one["source"]["name"] for one in body["attribution"]),
        "dateline": (body["dateline"] or {}).get("place") or None,
        "text": body["body"]["text"],
    }


def last_part(address):
    return address.rstrip("/").rsplit("/", 1)[-1]


def facts_of_ninjs(item):
    def pairs(member):
        return sorted((one["name"], last_part(one["uri"])) for one in item.get(member, ()))

    bodies = {one["contentType"]: one["value"] for one in item["bodies"]}
    note = item.get("edNote")
    return {
        "uri": item["uri"],
        "url": next(one["href"] for one in item["renditions"] if one["contentType"] == "text/html"),
        "reference": item["altIds"][0]["value"],
        "edition": item["version"],
        "headline": item["headlines"][0]["value"] if "headlines" in item else None,
        "title": item["title"],
        "summary": item["descriptions"][0]["value"] if "descriptions" in item else None,
        "language": item["language"],
        "kind": item["genres"][0]["literal"],
        "published": item["firstCreated"],
        "updated": item["versionCreated"],
        "withdrawn": (note or "").startswith("Withdrawn: "),
        "note": note.removeprefix("Withdrawn: ") if note else None,
        "people": pairs("people"),
        "organisations": pairs("organisations"),
        "places": pairs("places"),
        "events": pairs("events"),
        "topics": sorted(one["name"] for one in item.get("subjects", ())),
        "sources": sorted(one["name"] for one in item.get("infoSources", ())),
        "dateline": item.get("located"),
        "text": bodies["text/plain"],
    }


def facts_of_jsonld(thing):
    linked = [*thing.get("about", ()), *thing.get("mentions", ())]

    def pairs(type_):
        return sorted((one["name"], last_part(one["@id"])) for one in linked if one["@type"] == type_)

    notes = thing.get("correction", ())
    return {
        "uri": thing["@id"],
        "url": thing["url"],
        "reference": thing["identifier"],
        "edition": str(thing["version"]),
        "headline": thing.get("headline"),
        "title": thing["name"],
        "summary": thing.get("description"),
        "language": thing["inLanguage"],
        "kind": thing["genre"],
        "published": thing["datePublished"],
        "updated": thing["dateModified"],
        "withdrawn": thing["creativeWorkStatus"] == "Withdrawn",
        "note": notes[-1]["text"] if notes else None,
        "people": pairs("Person"),
        "organisations": pairs("Organization"),
        "places": pairs("Place"),
        "events": pairs("Event"),
        "topics": sorted(one["name"] for one in linked if one["@type"] == "DefinedTerm"),
        "sources": sorted(one["publisher"]["name"] for one in thing.get("isBasedOn", ())),
        "dateline": thing.get("contentLocation", {}).get("name"),
        "text": thing["articleBody"],
    }


def require_same_facts(shown):
    body = sent(shown)
    facts = facts_of_json(body)
    assert facts_of_ninjs(json.loads(ninjs.one(shown, None))) == facts
    assert facts_of_jsonld(json.loads(jsonld.one(shown, None))) == facts

    plain, marked = text.one(shown, None).decode(), markdown.one(shown, None).decode()
    lines = [facts["title"], facts["reference"], *facts["text"].split("\n\n"), facts["uri"], facts["url"]]
    lines += [name for name, _id in facts["people"] + facts["organisations"] + facts["places"] + facts["events"]]
    lines += facts["topics"] + facts["sources"] + [one["note"] for one in body["changes"] if one["note"]]
    lines += [one["phone"] for one in body["contacts"]]
    assert [line for line in lines if line not in plain] == []
    assert [line for line in lines if line not in marked and markdown.escaped(line) not in marked] == []
    if facts["withdrawn"]:
        assert facts["note"] in plain.split("\n\n")[0]
        assert facts["note"] in marked.split("\n\n")[0]


def test_generated_texts_state_the_same_facts_in_every_format():
    for seed in range(GENERATED):
        require_same_facts(make_text(seed))


def test_generated_texts_are_valid_ninjs(ninjs):
    from articles.formats import ninjs as written

    for seed in range(GENERATED):
        assert [error.message for error in ninjs.iter_errors(json.loads(written.one(make_text(seed), None)))] == []


def test_generated_texts_use_the_words_of_schema_org(vocabulary):
    for seed in range(GENERATED):
        shown = make_text(seed)
        assert vocabulary.faults(json.loads(jsonld.one(shown, None))) == []


def test_lists_of_texts_are_valid_with_and_without_their_words(ninjs, vocabulary):
    from articles.formats import ninjs as written

    rows = [make_text(seed) for seed in range(40)]
    for row in rows[20:]:  # a list has the short form of its documents
        for name in ("body", "statements", "mentions"):
            del row.document[name]
    listed = Listed(
        "articles", rows, list, "News", "en", "https://press.example/api/v1/articles/", "https://press.example/en/news/"
    )

    page = json.loads(written.many(listed, None))

    assert [error.message for error in ninjs.iter_errors(page)] == []
    assert [one["name"] for one in page["associations"]] == [row.document["title"] for row in rows]
    assert vocabulary.faults(json.loads(jsonld.many(listed, None))) == []


def test_an_unknown_word_is_noticed(vocabulary):
    for thing in (
        {"@type": "Persn"},
        {"@type": "Person", "headline": "x"},
        {"@type": "Person", "nmae": "x"},
        {"@type": "Person", "worksFor": {"@type": "Person"}},
        {"@type": "Event", "startDate": "XXXX-11-03"},
    ):
        assert len(vocabulary.faults({"@context": "https://schema.org", **thing})) == 1


def test_stored_members_and_live_opening_are_the_same_as_the_whole(vocabulary):
    for seed in range(20):
        shown = make_text(seed)
        around = {"history": shown.history, "translations": shown.translations}
        block = f"{structured.text_opening(shown.edition, **around)},{structured.jsonld_of(shown.document)[1:]}"

        assert "<" not in block  # it ends no script element, whatever the words are
        assert json.loads(block) == json.loads(
            structured.dumped(structured.of_schema_org(structured.text(shown.edition, shown.document, **around)))
        )
        assert vocabulary.faults(json.loads(block)) == []


@pytest.fixture
def seeds(db):
    """Both seed texts with everything the importer is sure of, public."""
    writer, approver, now = make_writer(), make_approver(), timezone.now()
    for path in sorted((settings.BASE_DIR / "seeds").glob("*.txt")):
        raw = path.read_bytes()
        article = import_text(decode(raw), raw, name=path.name, by=writer, now=now).article
        accept_sure(article, by=writer, now=now)
        article.refresh_from_db()
        Source.objects.update(reuse=Source.Reuse.PERMITTED)
        publish(article, writer=writer, approver=approver, now=timezone.now())
    return [Shown(edition, orjson.loads(edition.document)) for edition in Edition.objects.order_by("pk")]


def test_seeds_state_the_same_facts_in_every_format(seeds):
    assert [len(one.document["officials"]) > 0 for one in seeds] == [True, True]
    for one in seeds:
        require_same_facts(one)


def test_seeds_are_valid_in_every_format(seeds, vocabulary, ninjs):
    from articles.formats import ninjs as written

    for one in seeds:
        assert vocabulary.faults(json.loads(jsonld.one(one, None))) == []
        assert [error.message for error in ninjs.iter_errors(json.loads(written.one(one, None)))] == []
