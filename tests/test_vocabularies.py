"""The vocabularies that come with the product, and ``manage.py vocabularies``, which makes rows of them."""

import re
import threading
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from articles.desk.revise import revising
from articles.models import Change, Place, Topic
from articles.vocabularies import countries, languages, load, media_topics
from tests.factories import NOW, make_approver, make_article, make_writer, publish

# Counted in IPTC's release, not in our file: the concepts of the second level in use, by their first-level concept.
SECOND_LEVEL = {
    "01": 3, "02": 5, "03": 3, "04": 4, "05": 6, "06": 6, "07": 7, "08": 6, "09": 7, "10": 3, "11": 9, "12": 8,
    "13": 8, "14": 11, "15": 9, "16": 8, "17": 4,
}  # fmt: skip
TERMS = {"media topics": media_topics, "countries": countries, "languages": languages}


def run_command():
    """What ``manage.py vocabularies`` prints."""
    output = StringIO()
    call_command("vocabularies", stdout=output)
    return output.getvalue().strip()


def stored(model):
    """Every column of every row."""
    return list(model.objects.order_by("pk").values())


# --- The terms --------------------------------------------------------------------------------------------------------


def test_media_topics_are_the_two_top_levels_of_the_release():
    codes = Counter(term.broader or term.code for term in media_topics() if term.broader)

    assert codes == {f"medtop:{top}000000": number for top, number in SECOND_LEVEL.items()}
    assert len(media_topics()) == 124


def test_media_topics_have_valid_codes_and_follow_their_parents():
    seen = {}
    for term in media_topics():
        assert re.fullmatch(r"medtop:\d{8}", term.code)
        assert term.code not in seen
        assert term.broader is None or seen[term.broader].broader is None
        seen[term.code] = term


@pytest.mark.parametrize(
    ("language", "letters"),
    [("en", "[a-z' ,-]+"), ("az", "[abcçdeəfgğhxıijkqlmnoöprsştuüvyz ,-]+"), ("ru", "[а-яё ,-]+|.* СМИ")],
)
def test_media_topics_are_named_in_the_alphabet_of_each_language(language, letters):
    strange = [term.names[language] for term in media_topics() if not re.fullmatch(letters, term.names[language])]

    assert strange == []


@pytest.mark.parametrize("vocabulary", TERMS)
def test_terms_have_a_name_of_their_own_in_every_language(vocabulary):
    for language in ("en", "az", "ru"):
        names = Counter(term.names[language].strip() for term in TERMS[vocabulary]())

        assert "" not in names
        assert [name for name, number in names.items() if number > 1] == []


@pytest.mark.parametrize("vocabulary", ["media topics", "countries"])
def test_terms_share_no_name_across_languages(vocabulary):
    keys = Counter(key for term in TERMS[vocabulary]() for key in term.name_keys())

    assert [key for key, number in keys.items() if number > 1 or not key] == []


@pytest.mark.parametrize(
    ("code", "en", "az", "ru"),
    [
        ("AZ", "Azerbaijan", "Azərbaycan", "Азербайджан"),
        ("BA", "Bosnia and Herzegovina", "Bosniya və Herseqovina", "Босния и Герцеговина"),
        ("CD", "Democratic Republic of the Congo", "Konqo Demokratik Respublikası", "Демократическая Республика Конго"),
        ("CI", "Côte d’Ivoire", "Kotd’ivuar", "Кот-д’Ивуар"),
        ("CK", "Cook Islands", "Kuk adaları", "острова Кука"),
        ("DE", "Germany", "Almaniya", "Германия"),
        ("GB", "United Kingdom", "Birləşmiş Krallıq", "Великобритания"),
        ("GE", "Georgia", "Gürcüstan", "Грузия"),
        ("RO", "Romania", "Rumıniya", "Румыния"),
        ("TR", "Türkiye", "Türkiyə", "Турция"),
        ("US", "United States", "Amerika Birləşmiş Ştatları", "США"),
    ],
)
def test_countries_are_named_as_the_press_names_them(code, en, az, ru):
    [country] = [term for term in countries() if term.code == code]

    assert country.names == {"en": en, "az": az, "ru": ru}


def test_countries_are_the_entries_of_iso_3166():
    codes = {term.code for term in countries()}

    assert len(codes) == 249
    assert codes.isdisjoint({"EU", "UN", "XK", "ZZ", "AC", "SU", "UK"})
    assert codes >= {"AX", "HK", "PS", "SS", "TW", "VA"}


def test_countries_are_named_in_the_languages_asked_for_that_cldr_knows():
    [germany] = [term for term in countries(["fr", "zh-hans", "tlh-x-none", "nowhere"]) if term.code == "DE"]

    assert germany.names == {"en": "Germany", "az": "Almaniya", "ru": "Германия", "fr": "Allemagne", "zh-hans": "德国"}


def test_languages_are_those_of_iso_639_1():
    found = {term.code: term.names for term in languages(["fr"])}

    assert len(found) == 183
    assert found["az"] == {"en": "Azerbaijani", "az": "azərbaycan", "ru": "азербайджанский", "fr": "azerbaïdjanais"}


# --- Rows of them -----------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
@pytest.mark.django_db
def test_command_adds_the_vocabularies_and_adds_nothing_the_second_time():
    first = run_command()
    topics, places = stored(Topic), stored(Place)
    second = run_command()

    assert first == "124 topics and 249 countries added; 0 topics and 0 places given their code"
    assert second == "0 topics and 0 countries added; 0 topics and 0 places given their code"
    assert (stored(Topic), stored(Place)) == (topics, places)


@pytest.mark.django_db
def test_command_writes_names_labels_tree_and_country():
    run_command()

    diplomacy = Topic.objects.get(code="medtop:20000638")
    assert (diplomacy.name, diplomacy.slug) == ("international relations", "international-relations")
    assert diplomacy.labels == {"az": "beynəlxalq münasibətlər", "ru": "международные отношения"}
    assert (diplomacy.parent.code, diplomacy.parent.parent) == ("medtop:11000000", None)
    country = Place.objects.get(code="AZ")
    assert (country.kind, country.country, country.slug) == (Place.Kind.COUNTRY, "AZ", "azerbaijan")
    assert country.labels == {"az": "Azərbaycan", "ru": "Азербайджан"}
    assert Place.objects.filter(folded__contains="|turkey|").get().code == "TR"


@pytest.mark.django_db
def test_command_writes_rows_as_saving_them_would():
    Topic.objects.create(name="Culture of old", slug="culture")
    Place.objects.create(name="Georgia", kind=Place.Kind.REGION, code="US-GA")
    run_command()

    for model in (Topic, Place):
        before = stored(model)
        for row in model.objects.all():
            row.save()
        assert stored(model) == before
    assert len({row.slug for row in Place.objects.filter(name="Georgia")}) == 2


@pytest.mark.django_db
def test_command_takes_few_statements(django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        run_command()
    with django_assert_max_num_queries(10):
        run_command()


@pytest.mark.django_db
def test_command_names_rows_in_the_default_language_of_the_office(settings):
    settings.LANGUAGE_CODE = "az"
    settings.LANGUAGES = [("az", "Azerbaijani"), ("en", "English"), ("fr", "French")]
    run_command()

    country, topic = Place.objects.get(code="DE"), Topic.objects.get(code="medtop:15000000")
    assert (country.name, country.labels) == ("Almaniya", {"en": "Germany", "fr": "Allemagne"})
    assert (topic.name, topic.slug, topic.labels) == ("idman", "idman", {"en": "sport"})


@pytest.mark.both_databases
@pytest.mark.django_db
def test_command_leaves_alone_what_an_editor_made_of_a_row():
    run_command()
    target = Topic.objects.create(name="State affairs")
    Topic.objects.filter(code="medtop:20000638").update(name="Diplomacy", labels={"az": "diplomatiya"}, parent=None)
    Topic.objects.filter(code="medtop:11000000").update(merged_into=target)
    Place.objects.filter(code="BY").update(name="Byelorussia", kind=Place.Kind.OTHER)
    topics, places = stored(Topic), stored(Place)
    run_command()

    assert (stored(Topic), stored(Place)) == (topics, places)


@pytest.mark.django_db
def test_topic_that_is_missing_hangs_under_what_its_parent_was_merged_into():
    run_command()
    target = Topic.objects.create(name="State affairs")
    Topic.objects.filter(code="medtop:11000000").update(merged_into=target)
    Topic.objects.filter(code="medtop:20000574").delete()
    printed = run_command()

    assert printed == "1 topics and 0 countries added; 0 topics and 0 places given their code"
    assert Topic.objects.get(code="medtop:20000574").parent == target


# --- Rows that were there ---------------------------------------------------------------------------------------------


@pytest.mark.both_databases
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Azerbaijan", "AZERBAIJAN", "Азербайджан", "Republic of Azerbaijan"])
def test_place_of_a_countrys_name_is_adopted(name):
    before = Place.objects.create(name=name)
    printed = run_command()

    after = Place.objects.get(code="AZ")
    assert printed == "124 topics and 248 countries added; 0 topics and 1 places given their code"
    assert (after.pk, after.uid, after.slug, after.name) == (before.pk, before.uid, before.slug, name)
    assert (after.kind, after.country) == (Place.Kind.COUNTRY, "AZ")
    assert after.labels == {"az": "Azərbaycan", "ru": "Азербайджан"}
    for spelling in ("azerbaijan", "azerbaycan", "republic of azerbaijan"):
        assert Place.objects.filter(folded__contains=f"|{spelling}|").get() == after


@pytest.mark.django_db
def test_adopted_row_keeps_the_labels_names_and_parent_it_has():
    house = Topic.objects.create(name="House topics")
    Topic.objects.create(name="Sport", labels={"az": "İdman xəbərləri"}, aliases="Games", parent=house)
    run_command()

    sport = Topic.objects.get(code="medtop:15000000")
    assert (sport.name, sport.aliases, sport.parent) == ("Sport", "Games", house)
    assert sport.labels == {"az": "İdman xəbərləri", "ru": "спорт"}


@pytest.mark.django_db
def test_adopted_topic_is_put_in_the_tree_but_never_in_a_circle():
    Topic.objects.create(name="election")
    culture = Topic.objects.create(name="culture")
    Topic.objects.create(name="arts, culture, entertainment and media", parent=culture)
    run_command()

    assert Topic.objects.get(name="election").parent.code == "medtop:11000000"
    assert Topic.objects.get(code="medtop:01000000").parent == culture
    assert Topic.objects.get(code="medtop:20000038").parent is None


@pytest.mark.django_db
def test_place_of_another_kind_or_merged_away_is_not_adopted():
    state = Place.objects.create(name="Georgia", kind=Place.Kind.REGION)
    merged = Place.objects.create(name="Jordan", merged_into=Place.objects.create(name="Hashemite Kingdom"))
    run_command()

    state.refresh_from_db()
    merged.refresh_from_db()
    assert (state.code, merged.code) == ("", "")
    assert Place.objects.get(code="GE").pk != state.pk


@pytest.mark.django_db
def test_oldest_of_two_rows_of_one_name_is_adopted():
    first, second = Place.objects.create(name="Romania"), Place.objects.create(name="România")
    run_command()

    assert Place.objects.get(code="RO") == first
    second.refresh_from_db()
    assert second.code == ""


@pytest.mark.django_db
def test_adoption_of_a_row_the_public_sees_is_in_the_public_log():
    writer, shown, hidden = make_writer(), Topic.objects.create(name="Politics"), Topic.objects.create(name="Sport")
    article = make_article(by=writer)
    with revising(article, by=writer, version=article.version, now=NOW):
        article.topics.add(shown)
    publish(article, writer=writer, approver=make_approver())
    load(NOW)

    written = Change.objects.filter(type__startswith="topic.").values_list("type", "subject_uid", "at")
    assert list(written) == [("topic.changed", shown.uid, NOW)]
    hidden.refresh_from_db()
    assert hidden.code == "medtop:15000000"


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_loading_in_several_processes_at_once_adds_each_term_once():
    start, done = threading.Barrier(3), []

    def load_at_once():
        start.wait()
        try:
            done.append(load(NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=load_at_once) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(counts["topics_added"] for counts in done) == [0, 0, 124]
    assert sorted(counts["countries_added"] for counts in done) == [0, 0, 249]
    assert (Topic.objects.count(), Place.objects.count()) == (124, 249)
