"""The interface speaks Azerbaijani and Russian in full: no gap, no guess, no lost placeholder, no stale catalogue."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings

LANGUAGES = ("az", "ru")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\{?\s*\w*\s*\}?\}")
KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])? (".*")')


def catalogue(language, ending):
    return Path(settings.BASE_DIR) / "locale" / language / "LC_MESSAGES" / f"django.{ending}"


def read_po(path):
    """Every entry but the header: ``msgid``, ``msgctxt``, ``msgid_plural``, the list ``msgstr``, and ``flags``."""
    entries = []
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        entry, words = {"flags": "", "msgstr": []}, None
        for line in block.splitlines():
            if line.startswith("#"):
                entry["flags"] += line if line.startswith("#,") else ""
                continue
            found = KEYWORD.fullmatch(line)
            keyword, text = (found[1], found[3]) if found else ("", line)
            if keyword:
                words = entry["msgstr"] if keyword == "msgstr" else entry.setdefault(keyword, [])
                words.append("")
            words[-1] += ast.literal_eval(text)
        if "msgid" in entry:
            entries.append(entry | {key: entry[key][0] for key in ("msgid", "msgctxt", "msgid_plural") if key in entry})
    return [entry for entry in entries if entry["msgid"]]


def placeholders(words):
    return sorted(PLACEHOLDER.findall(words))


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def entries(language):
    found = read_po(catalogue(language, "po"))
    assert len(found) > 500, "the parser lost the catalogue"
    return found


def test_nothing_is_left_in_english(entries):
    assert [entry["msgid"] for entry in entries if not entry["msgstr"] or not all(entry["msgstr"])] == []


def test_nothing_is_a_guess(entries):
    assert [entry["msgid"] for entry in entries if "fuzzy" in entry["flags"]] == []


def test_placeholders_are_those_of_the_original(entries):
    wrong = [
        (entry["msgid"], words)
        for entry in entries
        for words in entry["msgstr"]
        if placeholders(words)
        not in (placeholders(entry["msgid"]), placeholders(entry.get("msgid_plural", entry["msgid"])))
    ]
    assert wrong == []


def test_both_languages_hold_the_same_words():
    first, second = ({entry["msgid"] for entry in read_po(catalogue(one, "po"))} for one in LANGUAGES)
    assert first == second


def test_plurals_have_every_form(language, entries):
    forms = {"az": 2, "ru": 3}[language]
    assert {len(entry["msgstr"]) for entry in entries if "msgid_plural" in entry} == {forms}


def test_the_compiled_catalogue_holds_what_is_written(language, entries):
    with catalogue(language, "mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    for entry in entries:
        key = f"{entry['msgctxt']}\x04{entry['msgid']}" if "msgctxt" in entry else entry["msgid"]
        for number, words in enumerate(entry["msgstr"]):
            assert compiled.get((key, number) if "msgid_plural" in entry else key) == words, "run compilemessages"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "nothing", "search"),
    [
        ("az", "Hələ heç nə dərc olunmayıb.", "Bütün mətnlərdə axtar"),
        ("ru", "Пока ничего не опубликовано.", "Поиск по всем текстам"),
    ],
)
def test_the_home_page_speaks_the_language(client, language, nothing, search):
    page = client.get(f"/{language}/").content.decode()
    assert f'<html lang="{language}" dir="ltr">' in page
    assert nothing in page
    assert search in page
    assert "Nothing has been published yet." not in page
