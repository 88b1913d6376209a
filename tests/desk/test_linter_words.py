"""What the release check reads in words alone: days, numbers, marks, addresses, gaps of a template."""

import pytest

from articles.desk.linter.dates import days, impossible, without_days
from articles.desk.linter.figures import figures, hours
from articles.desk.linter.leftovers import leftovers
from articles.desk.linter.links import is_malformed
from articles.desk.linter.wording import doubled, unclosed


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("The minister will meet XX November with XX people.", ["XX November", "XX people"]),
        ("It begins at XX:XX and costs $XX.", ["XX:XX", "XX"]),
        ("It was said by the minister XX.", ["XX"]),
        ("The venue is TBC. The hour is (TBD).", ["TBC", "TBD"]),
        ("The minister, [NAME], met [insert title here] in [..] on [date].",
         ["[NAME]", "[insert title here]", "[..]", "[date]"]),
        ("They met [...] and talked.", ["[...]"]),
        ("Встреча прошла [дата] в [укажите место], было XX человек.", ["[дата]", "[укажите место]", "XX человек"]),
        ("Görüş [tarix] keçirilib, xxx nəfər iştirak edib.", ["[tarix]", "xxx"]),
        ("Signed: ______ and {{name}}. Lorem ipsum dolor.", ["______", "{{name}}", "Lorem ipsum"]),
    ],
)  # fmt: skip
def test_leftover_of_a_template_is_found(line, found):
    assert leftovers(line) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("They met on 31 November 2023 and 30 February.", ["31 November 2023", "30 February"]),
        ("It was signed on November 31, 2023.", ["November 31, 2023"]),
        ("It was 29 February 2023; see 2023-02-29 and 31.11.2023 and 30/13/2023.",
         ["29 February 2023", "2023-02-29", "31.11.2023", "30/13/2023"]),
        ("Görüş 31 sentyabr 2023-cü ildə olub.", ["31 sentyabr 2023-cü ildə"]),
        ("Встреча 31 сентября 2023 года.", ["31 сентября 2023 года"]),
    ],
)  # fmt: skip
def test_date_that_does_not_exist_is_found(line, found):
    assert impossible(line) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("They met in the the hall.", ["the the"]),
        ("Görüşdə və və tədbirdə.", ["və və"]),
        ("Они встретились в в Баку.", ["в в"]),
        ("The The meeting and New York York.", []),
    ],
)
def test_double_word_is_found(line, found):
    assert doubled(line, "en") == found


@pytest.mark.parametrize(
    ("line", "following", "signs"),
    [
        ("“We are ready, he said.", "They left.", ["“"]),
        ("“We are ready.", "“And so are they,” he said.", []),
        ("We are ready,” he said.", "", ["”"]),
        ("They met (in Baku.", "", ["("]),
        ("They met in Baku).", "", [")"]),
        ("«Мы готовы, сказал он.", "", ["«"]),
        ('He said "yes.', "", ['"']),
        ("[they]] met", "", ["]"]),
    ],
)
def test_mark_without_a_partner_is_found(line, following, signs):
    assert [sign for sign, _around in unclosed(line, following)] == signs


@pytest.mark.parametrize(
    ("address", "malformed"),
    [
        ("https://www.example.org/a?b=c#d", False), ("mailto:press@example.org", False), ("/en/news/", False),
        ("#p0abc", False), ("http://127.0.0.1:8000/en/", False), ("https://münchen.de/", False),
        ("www.example.org", True), ("https://https://example.org", True), ("https:/example.org", True),
        ("https://example", True), ("https://exa mple.org/", True), ("mailto:press", True), ("", True),
        ("https://[bad/", True), ("news/2025", True),
    ],
)  # fmt: skip
def test_address_that_leads_nowhere_is_found(address, malformed):
    assert is_malformed(address) is malformed


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("1,200.5 and 14 and 7", "en", ["1200.5", "14"]),
        ("1 200,5 и 14 и 7", "ru", ["1200.5", "14"]),
        ("1.200,5 və 14", "az", ["1200.5", "14"]),
        ("the 21st century, in 2023, 15th", "en", ["2023"]),
        ("2023-cü ildə 15-ci", "az", ["2023"]),
        ("2.5 billion", "en", ["2500000000"]),
        ("2,5 млрд", "ru", ["2500000000"]),
    ],
)
def test_figures_are_read_as_each_language_writes_them(text, language, values):
    assert sorted(figures(text, language)) == sorted(values)


def test_hours_are_read_by_both_clocks():
    assert list(hours("at 3 p.m., 11:00, 12:30 am and 9.15 pm")) == ["15:00", "11:00", "00:30", "21:15"]


def test_days_are_read_with_the_weekday_on_either_side():
    line = "on Friday, 3 November 2023; November 4 (Saturday); 5th of November"
    assert [(d.day, d.month, d.year, d.weekday) for d in days(line)] == [
        (3, 11, 2023, 4), (4, 11, 0, 5), (5, 11, 0, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "On Friday, November 3, 2023", "on 3 November 2023 (Friday)", "on 03.11.2023", "on 2023-11-03",
        "2023-cü il noyabrın 3-də", "noyabrın 3-dən 2023", "3 noyabrda 2023-cü il", "3 noyabr 2023-cü ildə, cümə günü",
        "3-го ноября 2023 года", "в пятницу, 3 ноября 2023 г.",
    ],
)  # fmt: skip
def test_one_day_is_the_same_however_a_language_writes_it(line):
    assert [(day.day, day.month) for day in days(line)] == [(3, 11)]
    assert set(figures(without_days(line), "en")) <= {"2023"}


@pytest.mark.parametrize("line", ["3–5 November", "November 13-15", "13–15 ноября", "noyabrın 13-15-də"])
def test_span_of_days_is_no_number(line):
    assert figures(without_days(line), "en") == {}
