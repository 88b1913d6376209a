"""Topics, places and press contacts at the staff's door."""

import datetime as dt

import pytest
from django.urls import reverse

from articles.desk.settle import settle
from articles.models import Change, Contact, Place, Topic
from articles.vocabularies import load
from pressoffice.ground.clock import database_now
from tests.desk.admin_forms import form_data
from tests.factories import edit, make_approver, make_article, make_user, make_writer, minutes, publish
from tests.statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(client):
    client.force_login(make_user("Writer", "Registry editor"))
    return client


def open_form(client, row):
    name = row._meta.model_name
    url = reverse(f"admin:articles_{name}_change", args=[row.pk])
    return url, form_data(client.get(url), f"{name}_form")


def save(client, row, **typed):
    url, data = open_form(client, row)
    return client.post(url, data | typed)


def add(client, model, **typed):
    url = reverse(f"admin:articles_{model}_add")
    return client.post(url, form_data(client.get(url), f"{model}_form") | typed)


def listed(client, model, query=None):
    """The rows a list shows, each as its first column words it."""
    response = client.get(reverse(f"admin:articles_{model}_changelist"), query)
    admin = response.context["cl"].model_admin
    return [admin.path(row) for row in response.context["cl"].result_list]


def offered(client, field, term, language="en"):
    """What the chooser of a field offers for what was typed."""
    model, name = field
    asked = {"app_label": "articles", "model_name": model, "field_name": name, "term": term}
    return [
        row["text"]
        for row in client.get(reverse("admin:autocomplete"), asked, headers={"accept-language": language}).json()[
            "results"
        ]
    ]


def faults(response):
    return response.context["adminform"].form.errors


@pytest.fixture
def romania(db):
    return Place.objects.create(name="Romania", labels={"az": "Rumıniya"}, kind="country", code="RO")


def test_list_shows_the_tree_and_is_searched_by_any_name_and_by_code(registrar):
    load()
    top, below = Topic.objects.get(code="medtop:04000000"), Topic.objects.filter(parent__code="medtop:04000000").first()
    word = below.labels["ru"].split()[0]

    assert f"{top.name} › {below.name}" in listed(registrar, "topic", {"q": below.name})
    assert f"{top.name} › {below.name}" in listed(registrar, "topic", {"q": word})
    assert listed(registrar, "topic", {"q": "medtop:04000000"}) == [top.name]
    assert len(listed(registrar, "topic", {"level": "top"})) == 17
    assert top.name not in listed(registrar, "topic", {"level": "below"})
    assert listed(registrar, "place", {"q": "Румыния"}) == ["Romania"]
    assert "Romania" in listed(registrar, "place", {"q": "RO", "kind": "country"})


@pytest.mark.both_databases
def test_list_costs_the_same_with_few_and_with_many_rows(registrar, romania):
    Place.objects.create(name="Town", parent=romania)

    def cost(count):
        with statements() as found:
            assert len(listed(registrar, "place")) == count
        return len(found)

    cost(2)
    few = cost(2)
    for number in range(30):
        Place.objects.create(name=f"Town {number}", parent=romania)
    assert cost(32) == few


def test_topics_of_a_text_are_chosen_by_any_language_in_that_of_the_page(registrar):
    load()

    english = offered(registrar, ("article", "topics"), "экономика")
    russian = offered(registrar, ("article", "topics"), "economy", language="ru")

    assert any(text.startswith("economy") for text in english)
    assert any(text.startswith("экономика") for text in russian)
    assert any(" › " in text for text in russian)


def test_chosen_topics_are_shown_in_the_language_of_the_page(client):
    writer = make_writer()
    client.force_login(writer)
    economy = Topic.objects.create(name="economy", labels={"ru": "экономика"})
    article = make_article(by=writer)
    article.topics.add(Topic.objects.create(name="trade", labels={"ru": "торговля"}, parent=economy))
    url = reverse("admin:articles_article_change", args=[article.pk])

    assert "economy › trade" in client.get(url).content.decode()
    assert "экономика › торговля" in client.get(url, headers={"accept-language": "ru"}).content.decode()


def test_place_of_a_mention_is_chosen_by_typing(client, romania):
    writer = make_writer()
    client.force_login(writer)
    Place.objects.create(name="Bucharest", parent=romania)

    assert offered(client, ("mention", "place"), "buchar") == ["Romania › Bucharest"]


def test_names_in_languages_and_other_names_find_the_row(registrar):
    topic = Topic.objects.create(name="trade")

    save(registrar, topic, labels_ru="торговля", aliases="commerce\nticarət")

    topic.refresh_from_db()
    assert topic.labels == {"ru": "торговля"}
    for term in ("торговля", "commerce", "ticarət"):
        assert listed(registrar, "topic", {"q": term}) == ["trade"]


def test_a_tree_is_not_made_a_circle(registrar):
    economy = Topic.objects.create(name="economy")
    trade = Topic.objects.create(name="trade", parent=economy)

    response = save(registrar, economy, parent=str(trade.pk))

    assert "cannot be part of itself" in str(faults(response)["parent"])


def test_code_of_a_media_topic_is_checked_and_stands_once(registrar):
    Topic.objects.create(name="economy", code="medtop:04000000")
    trade = Topic.objects.create(name="trade")

    assert "medtop:20000639" in str(faults(save(registrar, trade, code="medtop:4")))
    assert "code" in str(faults(save(registrar, trade, code="medtop:04000000"))).lower()


def test_a_place_takes_the_country_of_what_it_lies_in(registrar, romania):
    add(registrar, "place", name="Ilfov", kind="region", parent=str(romania.pk), code="ro-if")
    add(registrar, "place", name="Cluj", kind="city", country="ro")

    ilfov, cluj = Place.objects.get(name="Ilfov"), Place.objects.get(name="Cluj")
    assert (ilfov.country, ilfov.code) == ("RO", "RO-IF")
    assert (cluj.parent, cluj.country) == (romania, "RO")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": "country", "code": "ROU"}, "code"),
        ({"kind": "region", "code": "RO"}, "code"),
        ({"country": "XX"}, "country"),
        ({"country": "romania"}, "country"),
        ({"latitude": "44.4"}, "__all__"),
        ({"latitude": "144.4", "longitude": "26.1"}, "__all__"),
    ],
)
def test_what_is_no_place_on_earth_is_refused(registrar, romania, typed, field):
    place = Place.objects.create(name="Somewhere")

    assert field in faults(save(registrar, place, **typed))


def test_change_of_a_public_topic_is_in_the_public_log_and_of_another_not(registrar):
    economy, other = Topic.objects.create(name="economy"), Topic.objects.create(name="sport")
    writer = make_writer()
    article = make_article(by=writer, now=database_now() - minutes(5))
    article.topics.add(Topic.objects.create(name="trade", parent=economy))
    edit(article, by=writer, now=database_now() - minutes(5))
    publish(article, writer=writer, approver=make_approver(), now=database_now() - minutes(4))
    settle(database_now())
    before = Change.objects.count()

    save(registrar, economy, labels_az="iqtisadiyyat")
    save(registrar, other, labels_az="idman")

    assert [change.type for change in Change.objects.order_by("number")[before:]] == ["topic.changed"]


# --- Press contacts ---------------------------------------------------------------------------------------------------

GIVEN = {"name": "Press desk", "phone": "+994 12 123 45 67", "hours": "Mo-Fr 09:00-18:00", "zone": "Asia/Baku"}


def test_contact_is_public_from_its_hour_and_each_change_is_in_the_log(registrar):
    add(registrar, "contact", **GIVEN, public_from="2001-01-01T10:00", languages="AZ, en,az")
    contact = Contact.objects.get()
    settle(database_now())
    save(registrar, contact, phone="+994 12 765 43 21")

    contact.refresh_from_db()
    assert (contact.languages, contact.phone) == ("az, en", "+994 12 765 43 21")
    assert [change.type for change in Change.objects.order_by("number")] == ["contact.published", "contact.changed"]
    assert "Press desk" in registrar.get("/en/contacts/").content.decode()


def test_contact_without_an_hour_is_not_public(registrar):
    add(registrar, "contact", **GIVEN)

    assert Contact.objects.get().public_from is None
    assert Change.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"hours": "Mon 9-18"}, "hours", "“Mon” is not a day of the week"),
        ({"hours": "Mo 09:00-12:00,11:00-13:00"}, "hours", "On Mo two spans"),
        ({"zone": "Baku"}, "zone", "Did you mean “Asia/Baku”?"),
        ({"zone": "Etc/Nowhere"}, "zone", "There is no time zone"),
        ({"languages": "az, english"}, "languages", "“english” is not the code of a language"),
        ({"phone": "12 123 45 67"}, "phone", "country code"),
        ({"phone": ""}, "__all__", "Give a telephone number or an e-mail address."),
        ({"email": "press"}, "email", "valid email"),
    ],
)
def test_what_nobody_could_call_or_read_is_refused_by_name(registrar, typed, field, said):
    response = add(registrar, "contact", **GIVEN | typed)

    assert said in str(faults(response)[field])
    assert not Contact.objects.exists()


def test_end_of_a_contact_lies_ahead(registrar):
    now = database_now()
    contact = Contact.objects.create(**GIVEN, public_from=now - minutes(60))
    settle(now)

    assert "public_until" in faults(save(registrar, contact, public_until="2001-01-01T10:00"))
    ahead = (now + dt.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    assert save(registrar, contact, public_until=ahead).status_code == 302
