"""Registers, records and accounts at the staff's door."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from articles.desk.settle import settle
from articles.models import AuditEntry, Change, Event, Mention, Source, Topic
from people.models import Organisation, Person, Position
from pressoffice.ground.clock import database_now
from tests.desk.admin_forms import form_data
from tests.factories import make_public, make_user, make_writer, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(client):
    user = make_user("Writer", "Registry editor")
    client.force_login(user)
    return client


def save(client, row, **typed):
    name = row._meta.model_name
    url = reverse(f"admin:{row._meta.app_label}_{name}_change", args=[row.pk])
    return client.post(url, form_data(client.get(url), f"{name}_form") | typed)


@pytest.mark.parametrize("model", [Person, Organisation, Event, Source, Topic])
def test_any_spelling_finds_a_row(registrar, model):
    model.objects.create(name="Gülşən Terheş")
    model.objects.create(name="Somebody else")
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    response = registrar.get(url, {"q": "gulsen TERHES"})

    assert [row.name for row in response.context["cl"].result_list] == ["Gülşən Terheş"]


def test_autocomplete_finds_a_position_by_its_holder(registrar):
    position = Position.objects.create(person=Person.objects.create(name="Cristian Terheş"), title="Député")
    asked = {"app_label": "articles", "model_name": "mention", "field_name": "position"}

    for term in ("terhes", "Déput"):
        found = registrar.get(reverse("admin:autocomplete"), asked | {"term": term}).json()["results"]
        assert [row["id"] for row in found] == [str(position.pk)]


def test_another_name_makes_the_person_findable(registrar):
    person = Person.objects.create(name="Gulshan")
    row = {"names-TOTAL_FORMS": "1", "names-0-name": "Гюльшан", "names-0-language": "ru"}

    assert save(registrar, person, **row).status_code == 302

    person.refresh_from_db()
    assert "|gyulshan|" in person.folded


def test_a_change_of_a_public_position_is_in_the_public_log(registrar):
    now = database_now()
    person = Person.objects.create(name="Ana Pop")
    position = Position.objects.create(person=person, title="Minster", public_from=now - minutes(1))
    settle(now)

    save(registrar, position, title="Minister")

    assert [change.type for change in Change.objects.all()] == ["position.published", "position.changed"]


def test_a_save_that_changes_nothing_and_a_hidden_row_write_no_change(registrar):
    now = database_now()
    person = Person.objects.create(name="Ana Pop")
    public = Position.objects.create(person=person, title="Minister", public_from=now - minutes(1))
    hidden = Position.objects.create(person=person, title="Envoy")
    settle(now)

    save(registrar, public)
    save(registrar, hidden, title="Ambassador")

    assert Change.objects.count() == 1


def test_an_event_that_a_public_text_names_is_public_too(registrar):
    now = database_now()
    event = Event.objects.create(name="Meeting")
    article = make_public(now=now)
    edition = article.editions.get()
    from articles.models import EditionEvent

    clock = ("public_from", "public_until", "text_until", "published_at")
    EditionEvent.objects.create(edition=edition, event=event, **{name: getattr(edition, name) for name in clock})

    save(registrar, event, status="postponed", status_reason="Snow.")

    assert Change.objects.order_by("-number")[0].subject_uid == event.uid


def test_an_hour_that_has_struck_is_now_and_one_that_is_settled_stays(registrar):
    person = Person.objects.create(name="Ana Pop")
    position = Position.objects.create(person=person, title="Minister")
    before = database_now()

    save(registrar, position, public_from="2001-01-01T10:00")

    position.refresh_from_db()
    assert position.public_from >= before
    settle(database_now())
    url = reverse("admin:people_position_change", args=[position.pk])
    assert "public_from" not in form_data(registrar.get(url), "position_form")


def test_a_row_that_a_text_names_is_not_deleted(client):
    client.force_login(make_user(is_superuser=True))
    person = Person.objects.create(name="Ana Pop")
    from tests.factories import make_article

    Mention.objects.create(article=make_article(by=make_writer()), person=person)

    client.post(reverse("admin:people_person_delete", args=[person.pk]), {"post": "yes"})

    assert Person.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("name", ["edition", "revision", "change", "auditentry", "trouble", "sourcetext"])
def test_records_are_only_read_even_by_a_superuser(client, name):
    make_public(now=database_now())
    client.force_login(make_user(is_superuser=True))

    response = client.get(reverse(f"admin:articles_{name}_changelist"))

    assert response.status_code == 200
    assert client.get(reverse(f"admin:articles_{name}_add")).status_code == 403
    model = apps.get_model("articles", name)
    for row in model.objects.all()[:5]:
        url = reverse(f"admin:articles_{name}_change", args=[row.pk])
        assert client.get(url).status_code == 200
        assert client.post(url, {}).status_code == 403
        assert client.post(reverse(f"admin:articles_{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


def test_the_record_of_acts_needs_its_right(client):
    make_public(now=database_now())
    assert AuditEntry.objects.exists()
    client.force_login(make_writer())
    assert client.get(reverse("admin:articles_auditentry_changelist")).status_code == 403
    client.force_login(make_user("Records officer"))
    assert client.get(reverse("admin:articles_auditentry_changelist")).status_code == 200


@pytest.fixture
def manager(client):
    user = make_user("Writer", name="manager")
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
    client.force_login(user)
    return client


def test_nobody_gives_rights_they_lack(manager):
    member = make_writer(name="member")
    url = reverse("admin:auth_user_change", args=[member.pk])
    page = manager.get(url)
    offered = {group.name for group in page.context["adminform"].form.fields["groups"].queryset}
    approver = Group.objects.get(name="Approver")

    manager.post(url, form_data(page, "user_form") | {"is_superuser": "on", "groups": [approver.pk]})

    member.refresh_from_db()
    assert "Approver" not in offered
    assert "Writer" in offered
    assert not member.is_superuser
    assert not member.groups.filter(name="Approver").exists()


def test_an_account_with_more_rights_is_not_taken_over(manager):
    for member in (make_user(is_superuser=True), make_user("Approver", is_active=False)):
        url = reverse("admin:auth_user_change", args=[member.pk])
        assert manager.post(url, {"username": "mine"}).status_code == 403
        password = reverse("admin:auth_user_password_change", args=[member.pk])
        assert manager.post(password, {"password1": "x" * 20, "password2": "x" * 20}).status_code == 403
