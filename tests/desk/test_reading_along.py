"""The parser reads along: what the words say stands beside the text, and is taken or left."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from articles.blocks import blocks
from articles.importer import reading_along
from articles.importer.reading_along import read_along
from articles.importer.records import accept, accept_sure, import_text, reject
from articles.models import Event, EventLink, Mention, Proposal
from articles.models.vocabulary import Kind
from people.models import Organisation, Person, Position
from tests.desk.admin_forms import change_url, form_data, save
from tests.factories import NOW, edit, make_article, make_user, make_writer

pytestmark = pytest.mark.django_db

READOUT = (
    "<p>BAKU, Azerbaijan, November 3. Foreign Minister of Latvia Baiba Braže met the Secretary General of the Council"
    " of Europe Alain Berset on Friday.</p>"
    "<p>Baiba Braže said that the talks were useful.</p>"
    "<p>Alain Berset thanked the minister for the invitation.</p>"
)


@pytest.fixture
def writer():
    return make_writer()


@pytest.fixture
def at_desk(client, writer):
    client.force_login(writer)
    return client


@pytest.fixture
def readout(writer):
    """A text whose words were read along."""
    article = make_article(by=writer, body=READOUT, headline="Readout")
    assert read_along(article)
    return article


def open_kinds(article):
    return sorted(article.proposals.filter(state="open").values_list("kind", flat=True))


def proposal(article, kind, label=""):
    return article.proposals.get(kind=kind, label__startswith=label)


def reading_url(article):
    return reverse("admin:articles_article_reading", args=[article.pk])


def take(client, article, decision, one=None, **said):
    """Decide as the script of the panel does where nothing is typed; what it answers."""
    article.refresh_from_db()
    asked = f"{decision}:{one.key}" if one else decision
    return client.post(reading_url(article), {"_take": asked, "version": article.version} | said)


def save_and_take(client, article, decision, one=None, **typed):
    """Press a button of the panel without the script: the form is saved with it."""
    asked = f"{decision}:{one.key}" if one else decision
    url = change_url(article)
    response = client.post(url, form_data(client.get(url)) | {"_take": asked} | typed)
    assert response.status_code == 302
    return response, [str(message) for message in get_messages(response.wsgi_request)]


def test_a_save_proposes_what_the_words_say(at_desk, writer):
    readout = make_article(by=writer, body="<p>Nothing.</p>", headline="Readout")
    save(at_desk, readout, body=READOUT)
    readout.refresh_from_db()

    people = {one.payload["name"]: one for one in readout.proposals.filter(kind="person")}

    assert set(people) == {"Baiba Braže", "Alain Berset"}
    assert people["Baiba Braže"].payload["role"] == "Foreign Minister"
    assert set(open_kinds(readout)) >= {"dateline", "event", "organisation", "person", "statement"}
    assert not readout.proposals.exclude(source_text=None).exists()
    text = {block.text for block in blocks(readout.body)}
    for one in readout.proposals.all():
        assert any(" ".join(one.words.split()) in words for words in text)
        assert one.rule
    assert readout.revisions.count() == 2


def test_the_panel_shows_words_rule_and_confidence(at_desk, readout):
    page = at_desk.get(change_url(readout)).content.decode()

    assert "The text says" in page
    assert "<mark>Baiba Braže</mark>" in page
    assert "paragraph 1" in page
    assert "person-role-before-name" in page
    assert "New to the register." in page
    assert "Accept all sure ones" in page


def test_what_the_text_has_is_not_proposed_again(readout, writer):
    accept_sure(readout, by=writer, now=NOW)
    before = list(readout.proposals.order_by("pk").values())

    readout.refresh_from_db()
    assert read_along(readout)

    assert list(readout.proposals.order_by("pk").values()) == before


def test_open_proposals_go_with_their_words_and_decided_ones_stay(at_desk, readout, writer):
    berset = proposal(readout, "person", "Alain")
    reject(proposal(readout, "person", "Baiba"), by=writer, now=NOW)

    save(at_desk, readout, body="<p>The ministry was closed.</p>")

    assert not Proposal.objects.filter(pk=berset.pk).exists()
    assert [one.payload["name"] for one in readout.proposals.all()] == ["Baiba Braže"]


def test_a_rejected_proposal_does_not_come_back_when_its_sentence_moves_or_grows(at_desk, readout, writer):
    reject(proposal(readout, "person", "Baiba"), by=writer, now=NOW)

    save(at_desk, readout, body="<p>It rained all day.</p>" + READOUT.replace("on Friday", "on Friday in the office"))

    states = readout.proposals.filter(kind="person", label__startswith="Baiba").values_list("state", flat=True)
    assert list(states) == ["rejected"]


def test_a_proposal_keeps_its_row_while_the_sentence_around_it_changes(at_desk, readout):
    before = proposal(readout, "person", "Alain")

    save(at_desk, readout, body="<p>It rained all day.</p>" + READOUT)

    after = proposal(readout, "person", "Alain")
    assert (after.pk, after.paragraph) == (before.pk, before.paragraph + 1)


def test_accepting_makes_parts_on_their_words_and_a_revision(at_desk, readout, writer):
    take(at_desk, readout, "accept", proposal(readout, "person", "Baiba"))

    mention = readout.mentions.get(words="Baiba Braže", block=blocks(readout.body)[0].id)
    assert blocks(readout.body)[0].text[mention.start : mention.end] == "Baiba Braže"
    assert (mention.person.name, mention.position.title) == ("Baiba Braže", "Foreign Minister")
    assert readout.revisions.count() == 2
    assert readout.revisions.first().by == writer


def test_accepting_saves_what_is_typed_first(at_desk, readout):
    baiba = proposal(readout, "person", "Baiba")
    response, messages = save_and_take(at_desk, readout, "accept", baiba, summary="Typed, not saved.")

    readout.refresh_from_db()
    assert readout.summary == "Typed, not saved."
    assert readout.mentions.filter(person__name="Baiba Braže").exists()
    assert response.url.endswith("#text-says")
    assert any(words.startswith("Accepted: Baiba Braže") for words in messages)


def test_a_proposal_for_typed_words_is_saved_and_taken_by_one_tap(at_desk, writer):
    article = make_article(by=writer, body="<p>Nothing.</p>")

    save_and_take(at_desk, article, "accept_sure", body=READOUT)

    article.refresh_from_db()
    assert {m.person.name for m in article.mentions.exclude(person=None)} == {"Baiba Braže", "Alain Berset"}
    assert article.statements.count() == 2
    assert article.dateline_place == "Baku"


def test_words_that_changed_with_the_save_leave_nothing_to_take(at_desk, readout):
    baiba = proposal(readout, "person", "Baiba")
    _response, messages = save_and_take(at_desk, readout, "accept", baiba, body="<p>It rained.</p>")

    readout.refresh_from_db()
    assert blocks(readout.body)[0].text == "It rained."
    assert not Person.objects.exists()
    assert any("no longer says that" in words for words in messages)


def test_taking_over_another_save_is_refused_and_nothing_is_lost(at_desk, readout, writer):
    one = proposal(readout, "person", "Baiba")
    url = change_url(readout)
    opened = form_data(at_desk.get(url))
    edit(readout, by=writer, summary="Theirs.")

    response = at_desk.post(url, opened | {"_take": f"accept:{one.key}", "summary": "Mine."})

    assert response.status_code == 409
    assert "Mine." in response.content.decode()
    assert not Person.objects.exists()


def test_the_script_decides_over_the_version_the_page_showed(at_desk, readout, writer):
    one = proposal(readout, "person", "Baiba")
    said = {"_take": f"accept:{one.key}", "version": readout.version}

    taken = at_desk.post(reading_url(readout), said)
    late = at_desk.post(reading_url(readout), {"_take": "accept_sure", "version": readout.version})

    readout.refresh_from_db()
    assert (taken.status_code, taken.json()["version"]) == (200, readout.version)
    assert taken.json()["rows"]["mentions"]
    assert "Baiba Braže" not in {p.payload["name"] for p in readout.proposals.filter(state="open", kind="person")}
    assert late.status_code == 409
    assert "Somebody saved this text" in late.json()["said"]


def test_a_rejection_never_hides_the_save_of_somebody_else(at_desk, readout, writer):
    one, version = proposal(readout, "person", "Baiba"), readout.version
    edit(readout, by=writer, summary="Theirs.")

    answer = at_desk.post(reading_url(readout), {"_take": f"reject:{one.key}", "version": version})

    one.refresh_from_db()
    assert (answer.status_code, one.state) == (200, "rejected")
    assert "version" not in answer.json()


def test_typing_is_read_and_nothing_is_stored(at_desk, writer):
    article = make_article(by=writer)
    before = article.revisions.count()

    answer = at_desk.post(reading_url(article), {"headline": "Talks", "body": READOUT}).json()

    assert "Baiba Braže" in answer["html"]
    assert answer["count"] > 4
    assert not Proposal.objects.exists()
    assert article.revisions.count() == before


def test_a_parser_that_fails_breaks_no_save(at_desk, writer, monkeypatch):
    article = make_article(by=writer)

    def fails(*args, **kwargs):
        raise RecursionError("too deep")

    monkeypatch.setattr(reading_along, "parse_paragraphs", fails)
    url = change_url(article)
    response = at_desk.post(url, form_data(at_desk.get(url)) | {"body": READOUT})
    typed = at_desk.post(reading_url(article), {"headline": "Talks", "body": READOUT}).json()

    article.refresh_from_db()
    assert len(blocks(article.body)) == 3
    assert any("could not be read" in str(message) for message in get_messages(response.wsgi_request))
    assert "could not be read" in typed["said"]


def test_another_name_and_role_are_said_before_accepting(at_desk, readout):
    one = proposal(readout, "person", "Baiba")
    said = {f"said-name-{one.key}": "Baiba Brazhe", f"said-role-{one.key}": "Minister of Foreign Affairs"}

    take(at_desk, readout, "accept", one, **said)
    take(at_desk, readout, "accept", readout.proposals.filter(kind="statement").order_by("paragraph").first())

    person = Person.objects.get()
    assert (person.name, person.positions.get().title) == ("Baiba Brazhe", "Minister of Foreign Affairs")
    assert readout.mentions.filter(person=person, words="Baiba Braže").exists()
    assert Mention.objects.get(relation="speaker").person == person
    assert read_along(readout)
    assert not readout.proposals.filter(state="open", label__startswith="Baiba Braže,").exists()


def test_a_person_of_the_register_is_linked_with_the_role_of_the_day(readout, writer, at_desk):
    person = Person.objects.create(name="Baiba Braže")
    held = Position.objects.create(person=person, title="Foreign Minister", starts="2020-01-01")
    Position.objects.create(person=person, title="Ambassador", starts="2010-01-01", ends="2015-01-01")

    page = at_desk.get(change_url(readout)).content.decode()
    take(at_desk, readout, "accept", proposal(readout, "person", "Baiba"))

    assert "In the register: Baiba Braže, Foreign Minister on" in page
    assert {(m.person, m.position, m.role) for m in readout.mentions.all()} == {(person, held, "")}
    assert Position.objects.count() == 2


def test_another_role_than_the_register_has_is_said_and_makes_no_position(readout, at_desk):
    person = Person.objects.create(name="Baiba Braže")
    Position.objects.create(person=person, title="Ambassador to Lithuania")

    page = at_desk.get(change_url(readout)).content.decode()
    take(at_desk, readout, "accept", proposal(readout, "person", "Baiba"))

    assert "The register has another role for" in page
    assert {(m.position, m.role) for m in readout.mentions.filter(words="Baiba Braže").order_by("order")[:1]} == {
        (None, "Foreign Minister")
    }
    assert Position.objects.count() == 1


def test_two_people_of_one_name_are_never_guessed(readout, at_desk):
    first = Person.objects.create(name="Baiba Braže")
    second = Person.objects.create(name="Baiba Braže")
    one = proposal(readout, "person", "Baiba")

    page = at_desk.get(change_url(readout)).content.decode()
    refused = take(at_desk, readout, "accept", one)
    take(at_desk, readout, "accept_sure")
    one.refresh_from_db()
    still = one.state
    take(at_desk, readout, "accept", one, **{f"said-person-{one.key}": str(second.uid)})

    assert "Two people of the register have this name" in page
    assert "Say which is meant" in refused.json()["said"]
    assert still == "open"
    assert not readout.mentions.filter(person=first).exists()
    assert readout.mentions.filter(person=second).exists()


def test_a_planned_participant_keeps_the_role_and_gets_the_places_of_the_name(at_desk, writer):
    article = make_article(by=writer, kind=Kind.READOUT, body="<p>Nothing.</p>")
    person = Person.objects.create(name="Baiba Braže")
    Mention.objects.create(article=article, person=person, relation="participant", role="Host")
    event = Event.objects.create(name="Consultations", type="meeting", starts="2026-11-03")
    EventLink.objects.create(article=article, event=event)

    edit(article, by=writer, body=READOUT)
    article.refresh_from_db()
    assert read_along(article)
    take(at_desk, article, "accept_sure")

    named = article.mentions.filter(person=person).exclude(words="")
    assert {(m.relation, m.role) for m in named.filter(statement_uid=None)} == {("participant", "Host")}
    assert not Position.objects.filter(person=person).exists()
    assert article.eventlinks.get().event == event
    assert article.mentions.get(relation="speaker", person=person).role == "Host"


def test_the_speaker_who_was_turned_down_is_not_made_an_organisation(readout, writer):
    reject(proposal(readout, "person", "Baiba"), by=writer, now=NOW)
    said = readout.proposals.filter(kind="statement").order_by("paragraph").first()

    accept(said, by=writer, now=NOW)

    assert readout.statements.count() == 1
    assert not Organisation.objects.filter(name__startswith="Baiba").exists()
    assert not Mention.objects.filter(relation="speaker").exists()


def test_proposals_of_an_import_and_typed_ones_live_together(at_desk, writer):
    raw = "Anna Roe said that the road is open.\n\nThe ministry thanked everybody."
    article = import_text(raw, raw.encode(), name="a.txt", by=writer, now=NOW).article
    imported = set(article.proposals.values_list("pk", flat=True))
    statement = article.proposals.get(kind="statement", paragraph=1)

    save(at_desk, article, body=article.body + "<p>Deputy Minister John Doe said that he agreed.</p>")
    typed = article.proposals.filter(source_text=None)
    assert {one.payload["name"] for one in typed.filter(kind="person")} == {"John Doe"}
    assert set(article.proposals.exclude(source_text=None).values_list("pk", flat=True)) == imported

    save(at_desk, article, body="<p>Deputy Minister John Doe said that he agreed.</p>")
    assert not Proposal.objects.filter(pk=statement.pk).exists()
    assert article.proposals.filter(kind="question").exists()


def test_other_languages_are_read_by_their_own_rules(at_desk, writer):
    article = make_article(by=writer, language="ru", body="<p>Ничего.</p>")

    save(at_desk, article, body="<p>Министр иностранных дел Джейхун Байрамов заявил, что переговоры продолжатся.</p>")

    assert [one.payload["name"] for one in article.proposals.filter(kind="person")] == ["Джейхун Байрамов"]


def test_who_may_not_change_the_text_sees_no_panel_and_decides_nothing(client, readout):
    client.force_login(make_user("Reviewer"))
    one = proposal(readout, "person", "Baiba")

    page = client.get(change_url(readout)).content.decode()
    answer = client.post(reading_url(readout), {"_take": f"accept:{one.key}", "version": readout.version})

    assert "The text says" not in page
    assert answer.status_code == 403
    assert not Person.objects.exists()


def test_a_limited_text_is_not_found_by_whoever_may_not_see_it(client, readout):
    readout.limited = True
    readout.save()
    client.force_login(make_writer())

    assert client.post(reading_url(readout), {"headline": "", "body": READOUT}).status_code == 404


@pytest.mark.both_databases
def test_both_databases_store_and_take_the_same(writer):
    article = make_article(by=writer, body=READOUT)
    assert read_along(article)

    taken = accept_sure(article, by=writer, now=NOW, version=article.version)

    assert taken == article.proposals.filter(state="accepted").count() > 5
    assert article.statements.count() == 2
    assert {m.person.name for m in Mention.objects.filter(relation="speaker")} == {"Baiba Braže", "Alain Berset"}


def test_the_panel_costs_the_same_queries_however_much_is_proposed(at_desk, writer, django_assert_max_num_queries, rf):
    from articles.admin import reading

    small, large = make_article(by=writer, body=READOUT), make_article(by=writer, body=READOUT)
    names = ("Anna", "Berta", "Carla", "Doris", "Emma", "Fiona")
    more = "".join(f"<p>Deputy Minister {name} Roe said that the road {n} is open.</p>" for n, name in enumerate(names))
    large.body += more
    large.save()
    request = rf.get("/")
    request.user, request.now = writer, NOW
    writer.has_perm("articles.change_article")
    for article in (small, large):
        assert read_along(article)
    assert large.proposals.count() > small.proposals.count() + 6

    with django_assert_max_num_queries(5):
        reading.panel(request, small)
    with django_assert_max_num_queries(5):
        reading.panel(request, large)
