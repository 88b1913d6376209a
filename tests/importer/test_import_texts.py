"""The import command, as an editor runs it."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from articles.desk.authorship import authors
from articles.desk.errors import DeskError
from articles.importer.records import accept, accept_sure, import_text, reject
from articles.models import Article, Event, Mention, Proposal, SourceText, Statement
from people.models import Organisation, Person, Position
from tests.factories import NOW, make_writer

SEEDS = Path(settings.BASE_DIR) / "seeds"
MEETING, VISIT = "000_69a4f85cf277c0de", "002_d36c6e84088df159"

EXPECTED = {
    MEETING: {
        "headline": None,
        "dateline": {"place": "Baku", "country": "Azerbaijan", "date": "11-03"},
        "sources": [{"name": "Trend", "role": "publisher"}],
        "people": [
            {
                "name": "Cristian Terheş",
                "role": "Member of the European Parliament",
                "organisation": "European Parliament",
            },
            {"name": "Vugar Aliyev", "role": "Chairman of the Board", "organisation": "AZERTAC"},
            {"name": "Ahmad Ismayilov", "role": "Executive Director", "organisation": "Media Development Agency"},
            {"name": "Ismat Sattarov", "role": "Chairman", "organisation": "Audiovisual Council"},
            {"name": "Gudsi Osmanov", "role": "Ambassador to Romania", "organisation": "Azerbaijan"},
        ],
        "event": {
            "type": "meeting",
            "date": None,
            "place": "Azerbaijani Embassy in Romania",
            "participants": [
                "Cristian Terheş", "Vugar Aliyev", "Ahmad Ismayilov", "Ismat Sattarov", "Gudsi Osmanov",
            ],
        },
        "statements": [
            ("Cristian Terheş", 3), ("Cristian Terheş", 4), ("Cristian Terheş", 6),
            ("Vugar Aliyev", 7), ("Ahmad Ismayilov", 7), ("Ismat Sattarov", 7),
            ("Vugar Aliyev", 8), ("Ahmad Ismayilov", 8), ("Ismat Sattarov", 8),
            ("Gudsi Osmanov", 9), ("Gudsi Osmanov", 10),
        ],
        "language": "en",
    },
    VISIT: {
        "headline": None,
        "dateline": {"place": None, "country": None, "date": None},
        "sources": [
            {"name": "Foreign Ministry’s press service", "role": "attributed"},
            {"name": "News.Az", "role": "publisher"},
        ],
        "people": [
            {"name": "Jeyhun Bayramov", "role": "Foreign Minister", "organisation": "Azerbaijan"},
            {"name": "Marija Pejčinović Burić", "role": "Secretary General", "organisation": "Council of Europe"},
        ],
        "event": {
            "type": "meeting",
            "date": None,
            "place": None,
            "participants": ["Jeyhun Bayramov", "Marija Pejčinović Burić"],
        },
        "statements": [("Jeyhun Bayramov", 3), ("Jeyhun Bayramov", 4), ("Jeyhun Bayramov", 7), ("Jeyhun Bayramov", 8)],
        "language": "en",
    },
}  # fmt: skip


def run(*args, **options):
    out = StringIO()
    call_command("import_texts", *map(str, args), stdout=out, stderr=out, **options)
    return out.getvalue()


def rows():
    """How many rows every table has."""
    return {model._meta.label: model.objects.count() for model in apps.get_models() if model._meta.managed}


def import_seed(stem, by=None):
    raw = (SEEDS / f"{stem}.txt").read_bytes()
    return import_text(raw.decode(), raw, name=f"{stem}.txt", by=by or make_writer(), now=NOW).article


def test_dry_run_gives_what_the_seeds_say_and_writes_nothing(db):
    before = rows()

    found = json.loads(run(SEEDS, dry_run=True, format="json"))

    assert rows() == before
    for stem, expected in EXPECTED.items():
        record = found[stem]
        record["statements"] = [(s["speaker"], s["paragraph"]) for s in record["statements"]]
        assert {key: record[key] for key in expected} == expected


def test_output_writes_one_file_a_text(db, tmp_path):
    run(SEEDS, output=tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{MEETING}.json", f"{VISIT}.json"]
    assert json.loads((tmp_path / f"{VISIT}.json").read_text())["language"] == "en"


@pytest.mark.both_databases
def test_a_second_import_changes_nothing(db):
    assert run(SEEDS).strip() == "2 made"
    after = rows()

    assert run(SEEDS).strip() == "2 unchanged"
    assert rows() == after


def test_the_words_arrive_whole_and_each_proposal_stands_on_its_words(db):
    run(SEEDS)

    for source in SourceText.objects.all():
        article = source.articles.get()
        words = " ".join(source.text.split())
        assert " ".join(json.loads(article.revisions.get().document)["body"]["text"].split()) == words
        for proposal in article.proposals.exclude(words=""):
            assert proposal.words in words
            assert proposal.rule


def test_changed_bytes_of_a_known_file_are_proposed_to_its_article(db, tmp_path):
    path = tmp_path / "release.txt"
    path.write_text("The minister met the press.\n\nNothing was decided.")
    run(path)
    path.write_text("The minister met the press.\n\nEverything was decided.")

    assert run(path).strip() == "1 changed"

    article = Article.objects.get()
    proposal = article.proposals.get(kind=Proposal.Kind.TEXT)
    accept(proposal, by=make_writer(), now=NOW)
    article.refresh_from_db()
    assert "Everything was decided." in article.body


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "no text"),
        (b"   \n\n", "no text"),
        (b"abc\x00def", "NUL"),
        ("Müller".encode("latin-1"), "not utf-8"),
        ("text".encode("utf-16"), "UTF-16"),
        (b"x" * (1024 * 1024 + 1), "more than"),
    ],
)
def test_a_bad_file_is_refused_by_name_and_the_rest_go_on(db, tmp_path, raw, reason):
    (tmp_path / "a.txt").write_bytes(raw)
    (tmp_path / "b.txt").write_text("The ministry published its report.")
    out = StringIO()

    with pytest.raises(SystemExit) as stop:
        call_command("import_texts", str(tmp_path), stdout=out, stderr=out)

    assert stop.value.code == 1
    assert "a.txt" in out.getvalue()
    assert reason in out.getvalue()
    assert Article.objects.count() == 1


def test_a_symbolic_link_is_not_followed(db, tmp_path):
    (tmp_path / "real").write_text("Words.")
    (tmp_path / "a.txt").symlink_to(tmp_path / "real")

    with pytest.raises(SystemExit):
        run(tmp_path)

    assert not Article.objects.exists()


def test_accepting_the_sure_proposals_of_the_meeting(db):
    writer = make_writer()
    article = import_seed(MEETING, by=writer)

    accept_sure(article, by=writer, now=NOW)

    article.refresh_from_db()
    assert (article.dateline_place, article.dateline_country, article.dateline_date) == (
        "Baku", "Azerbaijan", "XXXX-11-03",
    )  # fmt: skip
    assert set(Person.objects.values_list("name", flat=True)) == {p["name"] for p in EXPECTED[MEETING]["people"]}
    held = {(p.person.name, p.title, p.organisation.name) for p in Position.objects.all()}
    assert held == {(p["name"], p["role"], p["organisation"]) for p in EXPECTED[MEETING]["people"]}
    main = Event.objects.get(links__relation="main")
    assert (main.type, main.venue, main.starts, main.participants_complete) == (
        "meeting", "Azerbaijani Embassy in Romania", "", False,
    )  # fmt: skip
    assert main.participants.count() == 5
    referred = Event.objects.get(links__relation="referred")
    assert (referred.type, referred.venue, referred.starts) == ("signing", "Washington, D.C.", "XXXX-08-08")
    voices = [s.voice for s in article.statements.all()]
    assert voices == [
        "single", "single", "collective", "single", "joint", "joint", "single", "single", "collective",
    ]  # fmt: skip
    to = Mention.objects.get(relation="addressee")
    assert to.person.name == "Cristian Terheş"


def test_accepting_the_sure_proposals_of_the_visit(db):
    writer = make_writer()
    article = import_seed(VISIT, by=writer)

    accept_sure(article, by=writer, now=NOW)

    spoken = Mention.objects.filter(relation="speaker").values_list("person__name", flat=True)
    assert list(spoken) == ["Jeyhun Bayramov"] * 4
    assert [s.voice for s in Statement.objects.filter(article=article)] == [
        "single", "single", "collective", "unstated", "single", "single", "unstated",
    ]  # fmt: skip
    assert {(e.type, e.venue, e.starts) for e in Event.objects.filter(links__relation="referred")} == {
        ("summit", "Reykjavík", "2023-05-17"), ("other", "Karabakh", "2023-09"),
    }  # fmt: skip
    assert Event.objects.get(links__relation="within").type == "visit"
    assert Organisation.objects.get(name="Azerbaijan").kind == Organisation.Kind.STATE


def test_every_proposal_is_decided_once(db):
    writer = make_writer()
    article = import_seed(VISIT, by=writer)
    statement = article.proposals.filter(kind=Proposal.Kind.STATEMENT).order_by("pk")[0]

    accept(statement, by=writer, now=NOW)

    assert article.statements.get().verb == "noted"
    assert article.proposals.get(kind="person", label__startswith="Jeyhun").state == Proposal.State.ACCEPTED
    with pytest.raises(DeskError):
        accept(statement, by=writer, now=NOW)
    with pytest.raises(DeskError):
        reject(statement, by=writer, now=NOW)


def test_a_question_is_dismissed_not_accepted(db):
    writer = make_writer()
    article = import_seed(VISIT, by=writer)
    question = article.proposals.filter(kind=Proposal.Kind.QUESTION)[0]

    with pytest.raises(DeskError):
        accept(question, by=writer, now=NOW)
    reject(question, by=writer, now=NOW)

    question.refresh_from_db()
    assert (question.state, question.decided_by) == (Proposal.State.REJECTED, writer)


def test_whoever_accepts_is_an_author(db):
    importer, reviewer = make_writer(), make_writer()
    article = import_seed(VISIT, by=importer)

    accept_sure(article, by=reviewer, now=NOW)

    assert authors(article) == {importer.pk, reviewer.pk}
