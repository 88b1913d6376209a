"""The release check: what it says of a sentence, and above all what it does not."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from articles.checks import findings_that_block_are_known
from articles.desk.linter import CHECKS, findings
from articles.desk.linter.wording import in_capitals
from articles.desk.preflight import blocking
from articles.importer.records import accept_sure
from articles.models import Article, Mention, Statement
from articles.models.contact import Contact, TextContact
from articles.models.writing import Boilerplate
from people.models import Person, PersonName, Position
from tests.factories import NOW, edit, make_article, make_public, make_writer
from tests.statements import statements

pytestmark = pytest.mark.django_db

ALWAYS = {"no-contact", "no-topic", "no-dateline", "no-headline"}  # what a text of a test lacks


def said(article, now=NOW, **how):
    """``(code, words)`` of what is found, the parts every bare text lacks left out."""
    return [(one.code, one.words) for one in findings(article, now, **how) if one.code not in ALWAYS]


def lint(*paragraphs, now=NOW, **fields):
    """``said`` of a text of these paragraphs."""
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    return said(make_article(by=make_writer(), now=now, body=body, **fields), now)


def make_person(name, **fields):
    return Person.objects.create(name=name, **fields)


def link(article, person, words="", **fields):
    """Link a person to the text."""
    return Mention.objects.create(article=article, person=person, words=words or person.name, **fields)


# --- Sentences that are right -----------------------------------------------------------------------------------------

RIGHT = {
    "en": [
        "In the XX century, the XX Congress and the XIX and XX centuries, delegates met.",
        "“We will [then] sign it,” she said; “[NATO] is ready … [...] and so are we.”",
        "TBC Bank and the TBC-led group signed a memorandum.",
        "In November 31 delegates came, and in February 30 people spoke. In May 40 more may come.",
        "On Friday, 3 November 2023, and Wednesday, May 17, 2023, they met; 29 February 2024 was a Thursday.",
        "He said that that had been agreed; she had had no doubt. It is very very good.",
        "They flew from Baden Baden to Pago Pago.",
        "The points are: a) peace, b) trade, and 1) gas, 2) power (both old and new (since 2003)).",
        "A 5'10\" guard stood by the 19\" screen.",
        "The match ended 3:2; the score was 10.31.2024 in their log, and 03/25/2024 too.",
        "The May 9 parade, May Day and the march of 30 March 2020 were named.",
        "See version 2.30.2023-1 and item 31-12.",
    ],
    "az": [
        "3 noyabr 2023-cü il, cümə günü görüş keçirilib. XX əsrdə belə olub.",
        "2023-cü il noyabrın 3-də görüş olub; çərşənbə axşamı, 7 noyabr 2023-cü ildə davam edib.",
        "Bazar ertəsi, 6 noyabr 2023-cü il tarixində imzalanıb. 9 may 2023-cü il, çərşənbə axşamı.",
        "O, çox çox sevindi. «Biz hazırıq», – deyə bildirib.",
    ],
    "ru": [
        "В пятницу, 3 ноября 2023 года, стороны встретились. В XX веке, на XX съезде и в XIX и XX веках.",
        "17 мая 2023 года (среда) принята декларация. Это очень очень важно.",
        "Он сказал: «Мы „за“ мир». Пункты: а) газ; б) нефть.",
        "Если то, то и это. Всё, что было, было хорошо.",
    ],
}  # fmt: skip


@pytest.mark.parametrize("language", RIGHT)
def test_sentences_that_are_right_are_not_touched(language):
    assert lint(*RIGHT[language], language=language) == []


# --- Sentences that are wrong -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "line", "words", "why"),
    [
        ("en", "They met on Thursday, 3 November 2023.", "Thursday, 3 November 2023", "Friday"),
        ("en", "They met on November 3, 2023 (Monday).", "November 3, 2023 (Monday", "Friday"),
        ("az", "Görüş çərşənbə, 7 noyabr 2023-cü ildə olub.", "çərşənbə, 7 noyabr 2023-cü ildə", "Tuesday"),
        ("ru", "В среду, 3 ноября 2023 года, они встретились.", "среду, 3 ноября 2023 года", "Friday"),
    ],
)
def test_weekday_beside_the_wrong_date_is_found_in_three_languages(language, line, words, why):
    article = make_article(by=make_writer(), body=f"<p>{line}</p>", language=language)

    (found,) = [one for one in findings(article, NOW) if one.code == "weekday"]

    assert (found.words, found.number) == (words, 1)
    assert why in found.why


def test_weekday_without_a_year_goes_by_the_day_the_text_is_meant_for():
    november = dt.datetime(2023, 10, 30, 9, tzinfo=dt.UTC)
    line = "They will meet on Thursday, November 3."

    assert lint(line, now=november) == [("weekday", "Thursday, November 3")]
    assert lint("They will meet on Friday, November 3.", now=november) == []
    assert lint("They met on Thursday, July 3.", now=november) == []  # too far away to say of which year


def test_headline_in_capitals_is_found():
    assert in_capitals("MINISTERS MEET IN BAKU")
    assert not in_capitals("NATO, EU and AZERTAC sign")
    assert not in_capitals("EU–NATO: COP29")
    assert ("headline-capitals", "MINISTERS MEET") in lint("They met.", headline="MINISTERS MEET")


def test_link_to_this_site_must_lead_to_something_public():
    text = make_public(headline="Open", body="<p>Here.</p>")
    hidden = make_article(by=make_writer(), headline="Hidden")
    here = text.editions.get().get_absolute_url()
    there = f"{settings.SITE_URL}{here}"
    unknown = here.replace(text.slug, hidden.slug)
    addresses = [here, there, "/en/news/", f"/r/PR-{text.reference}", "https://elsewhere.example/x"]
    nowhere = [unknown, f"/id/articles/PR-{hidden.reference}", "/admin/", "/en/nothing/", "/en/topics/none/", "#gone"]
    links = "".join(f'<p><a href="{one}">to {n}</a></p>' for n, one in enumerate(addresses + nowhere))
    article = make_article(by=make_writer(), body=links)

    found = [words for code, words in said(article) if code == "link-nowhere"]

    assert found == [f"to {n}" for n in range(len(addresses), len(addresses) + len(nowhere))]


# --- Names and roles --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "words", "name"),
    [
        ("Minister Jeyhun Bairamov spoke.", "Jeyhun Bairamov", "Jeyhun Bayramov"),
        ("Minister Ceyhun Bayramov spoke.", "Ceyhun Bayramov", "Jeyhun Bayramov"),
        ("They met Cristian Terhes’s staff.", "Cristian Terhes", "Cristian Terheş"),
        ("Then Marija Pejcinovic Buric spoke.", "Marija Pejcinovic Buric", "Marija Pejčinović Burić"),
        ("Ahmad Ismayylov, Director, spoke.", "Ahmad Ismayylov", "Ahmad Ismayilov"),
    ],
)
def test_name_spelt_otherwise_than_in_the_register_is_found(line, words, name):
    for known in ("Jeyhun Bayramov", "Cristian Terheş", "Marija Pejčinović Burić", "Ahmad Ismayilov"):
        make_person(known)
    article = make_article(by=make_writer(), body=f"<p>{line}</p>")

    (found,) = [one for one in findings(article, NOW) if one.code == "name-spelling"]

    assert found.words == words
    assert name in found.why


def test_names_that_are_right_or_of_others_are_not_touched():
    for name in ("Jeyhun Bayramov", "Elman Aliyev", "Vugar Aliyev", "Cristian Terheș", "John Martin"):
        make_person(name)
    russian = make_person("Vladimir Zelinsky", labels={"ru": "Владимир Зелинский", "az": "Vladimir Zelinski"})
    PersonName.objects.create(person=russian, name="Wladimir Zelinsky", language="en")

    assert lint(
        "Jeyhun Bayramov’s visit: JEYHUN BAYRAMOV, Elmar Aliyev, Vugar Aliyeva and Ilham Aliyev met.",
        "Cristian Terheş, Wladimir Zelinsky and John Marin came. European Council, Foreign Ministry.",
        "Bayramov and Aliyeva spoke.",
    ) == []  # fmt: skip
    assert lint("Владимира Зелинского приняли; Владимиром Зелинским подписано.", language="ru") == []
    assert lint("Vladimir Zelinskinin səfəri. Ceyhun Bayramov gəlib.", language="az") == []  # no Azerbaijani name known


def test_misspelt_family_name_alone_is_found_where_the_person_is_linked():
    article = make_article(by=make_writer(), body="<p>Cristian Terheş came.</p><p>Later Terhes spoke.</p>")
    link(article, make_person("Cristian Terheş"))

    assert ("name-spelling", "Terhes") in said(article)


def make_minister(**fields):
    person = make_person("Jane Doe")
    return person, Position.objects.create(person=person, title="Foreign Minister", **fields)


def test_role_not_held_on_the_day_is_found_where_it_was_chosen():
    person, old = make_minister(starts="2001", ends="2005")
    article = make_article(by=make_writer(), body="<p>Jane Doe spoke.</p>")
    link(article, person, position=old, block=Article.objects.get().body[7:12])

    assert ("role-not-held", "Foreign Minister: Jane Doe") in said(article)


def test_role_not_held_on_the_day_is_found_in_words():
    person, _old = make_minister(starts="2001", ends="2005")
    article = make_article(by=make_writer(), body="<p>Foreign Minister Jane Doe spoke.</p>")
    link(article, person)
    assert [code for code, _words in said(article)] == ["role-not-held"]

    for right in ("Former Foreign Minister Jane Doe spoke.", "Jane Doe spoke to the Foreign Minister."):
        edit(article, by=make_writer(), body=f"<p>{right}</p>")
        assert said(article) == []

    Position.objects.create(person=person, title="Foreign Minister", starts="2099")
    edit(article, by=make_writer(), body="<p>Foreign Minister Jane Doe spoke.</p>")
    assert said(article) == []


# --- Statements, versions, what is missing ----------------------------------------------------------------------------


def test_statement_without_speaker_and_statement_without_words_are_found():
    article = make_article(by=make_writer(), body="<p>They said it was agreed.</p>")
    known = {"article": article, "voice": "single"}
    Statement.objects.create(words="it was agreed", **known)
    Statement.objects.create(words="nothing of the kind was ever uttered", speaker_words="The envoy", **known)
    Statement.objects.create(words="They said", article=article, voice="collective")
    edit(article, by=make_writer())

    assert said(article) == [
        ("statement-gone", "nothing of the kind was ever uttered"),
        ("statement-without-speaker", "it was agreed"),
    ]


def test_numbers_days_and_names_that_differ_between_languages_are_found():
    writer = make_writer()
    english = make_article(by=writer, body="<p>1,200 people and 2.5 million dollars on 3 November 2023 at 3 p.m.</p>")
    russian = make_article(
        by=writer, work=english.work, language="ru",
        body="<p>1 300 человек и 2,5 млн долларов 4 ноября 2023 года в 15:00.</p>",
    )  # fmt: skip
    ours, theirs = make_person("Jane Doe"), make_person("John Roe")
    link(english, ours)
    link(russian, theirs)

    assert said(english) == [
        ("version-names", "Jane Doe"),
        ("version-names", "John Roe"),
        ("version-figures", "1,200"),
        ("version-dates", "3 November 2023"),
    ]
    edit(russian, by=writer, body="<p>1 200 человек и 2,5 млн долларов 3 ноября 2023 года в 15:00.</p>")
    assert [code for code, _words in said(english)] == ["version-names", "version-names"]

    Article.objects.filter(pk=russian.pk).update(limited=True)  # nothing of it is told to who may not know of it
    assert said(english) == said(english, by=make_writer()) == []


def test_what_a_release_needs_is_missed_until_it_is_there():
    article = make_article(by=make_writer(), headline="")
    assert {one.code for one in findings(article, NOW)} == ALWAYS

    desk = Contact.objects.create(name="Desk", email="a@example.org")
    TextContact.objects.create(article_uid=article.uid, contact=desk)
    article.topics.create(name="Peace")
    edit(article, by=make_writer(), headline="They met", dateline_place="Baku", dateline_date="2100-01-01")
    assert findings(article, NOW) == []


def test_long_sentence_of_the_lead_is_found(settings):
    settings.LINT_LEAD_WORDS = 10
    long = "One two three four five six seven eight nine ten eleven."

    assert lint("Short. " + long, long) == [("long-lead", "One two three four five six seven eight…")]


def test_older_wording_of_a_boilerplate_is_found():
    old, new = "<p>The office was founded in 1991 by law.</p>", "<p>The office was founded in 1992 by law.</p>"
    Boilerplate.objects.create(name="About", body=new, earlier=[old])

    assert lint("The office was founded in 1992 by law.") == []
    assert [code for code, _words in lint("The office was founded in 1991 by law.")] == ["boilerplate-outdated"]


# --- The whole --------------------------------------------------------------------------------------------------------


def test_seeds_are_flagged_with_what_they_lack_and_nothing_else():
    call_command("import_texts", Path(settings.BASE_DIR) / "seeds", verbosity=0)
    found = {}
    for article in Article.objects.all():
        accept_sure(article, by=make_writer(), now=NOW)
        article.refresh_from_db()
        found[article.source_text.name[:3]] = [(one.code, one.number) for one in findings(article, NOW)]

    assert found == {
        "000": [("no-headline", 0), ("no-contact", 0), ("no-topic", 0)],
        "002": [("no-headline", 0), ("no-dateline", 0), ("no-contact", 0), ("no-topic", 0)],
    }


def test_checks_ask_a_number_of_statements_that_does_not_grow():
    def count(size):
        body = "".join(f'<p>Ann Lee{n} met Bo Chan{n} <a href="/en/topics/t{n}/">here</a>.</p>' for n in range(size))
        article = make_article(by=make_writer(), body=body)
        for n in range(size):
            person = make_person(f"Ann Lee{n} {size}")
            link(article, person)
            Position.objects.create(person=person, title=f"Chair {n}", ends="2001")
            make_article(by=make_writer(), work=article.work, language="ru") if n == 0 else None
            Statement.objects.create(article=article, words=f"met Bo Chan{n}")
        article = Article.objects.get(pk=article.pk)
        with statements() as asked:
            assert findings(article, NOW)
        return len(asked)

    assert count(12) == count(2) <= 22


def test_key_outlives_edits_elsewhere_and_changes_with_its_words():
    writer = make_writer()
    article = make_article(by=writer, body="<p>First.</p><p>They met in the the hall.</p>")

    def key():
        return [one.key for one in findings(Article.objects.get(pk=article.pk), NOW) if one.code == "double-word"]

    before = key()
    body = Article.objects.get(pk=article.pk).body
    edit(article, by=writer, body="<p>New.</p>" + body.replace("the hall", "the great hall"))
    assert key() == before
    edit(article, by=writer, body=article.body.replace("the the", "a a"))
    assert key() not in ([], before)


def test_codes_of_the_setting_block_and_the_others_warn(settings):
    article = make_article(by=make_writer(), body="<p>They met in the the hall on 31 November.</p>")
    assert len(blocking(article, NOW)) == 1

    settings.LINT_BLOCKS = ["double-word"]
    assert blocking(article, NOW) == ["A word stands twice (paragraph 1). The same word follows itself."]
    assert [one.code for one in findings(article, NOW) if one.level == "block"] == ["double-word"]


def test_unknown_code_of_the_setting_is_an_error_of_the_system(settings):
    assert findings_that_block_are_known(None) == []
    settings.LINT_BLOCKS = ["double-words"]
    assert [(one.id, one.hint) for one in findings_that_block_are_known(None)] == [
        ("articles.E002", "Did you mean “double-word”?")
    ]


def test_documented_table_is_that_of_the_code():
    """docs/checks.md lists every check: code, title, why, cure and whether it blocks unless the office says so."""
    from pressoffice import settings as defaults

    page = (Path(settings.BASE_DIR) / "docs/checks.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+?) \| (.+?) \| (block|warn) \|$", page, re.MULTILINE)

    assert rows == [
        (code, str(one.title), str(one.fix), "block" if code in defaults.LINT_BLOCKS else "warn")
        for code, one in CHECKS.items()
    ]
