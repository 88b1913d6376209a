import pytest

from articles.importer.parse import parse


def main_event(text):
    return next(event for event in parse(text).events if event.main)


@pytest.mark.parametrize(
    ("text", "kind", "place", "edtf"),
    [
        ("On 3 May 2024, Minister Anna Roe met with Minister Ben Lund in Oslo.", "meeting", "Oslo", "2024-05-03"),
        ("Minister Anna Roe held a telephone conversation with Minister Ben Lund.", "call", "", None),
        (
            "Minister Anna Roe and Minister Ben Lund signed an agreement on rivers in Riga on Monday.",
            "signing",
            "Riga",
            "",
        ),
        (
            "The Third Rivers Forum opened at the Oslo Convention Center, Ntx reports.",
            "conference",
            "Oslo Convention Center",
            None,
        ),
        ("We welcome the release of the prisoners.", "statement", "", None),
        (
            "A meeting with Envoy Anna Roe was held at the Latvian Embassy in Norway.",
            "meeting",
            "Latvian Embassy in Norway",
            None,
        ),
    ],
)
def test_main_event_has_type_place_and_date(text, kind, place, edtf):
    event = main_event(text)

    assert (event.type, event.place, event.date.edtf if event.date else None) == (kind, place, edtf)


def test_date_of_the_dateline_is_not_that_of_the_event():
    event = main_event("OSLO, Norway, May 3. Minister Anna Roe held a meeting with Minister Ben Lund.")

    assert (event.date, event.participants) == (None, ("Anna Roe", "Ben Lund"))


def test_today_is_the_day_of_the_dated_line():
    event = main_event(
        "Roe’s Meeting with Lund\n\nJune 07, 2022\n\nMinister Anna Roe met today with Minister Ben Lund."
    )

    assert event.date.edtf == "2022-06-07"


def test_including_means_the_list_is_not_complete():
    text = "Officials, including Anna Roe, Chair of the Rivers Agency, participated in the meeting, which was long."

    assert main_event(text).complete is False


def test_who_attended_takes_part():
    text = (
        "Minister Anna Roe held a meeting with Minister Ben Lund.\n\nThe meeting was also attended by Envoy Cy Poe and"
        " Ambassador Di Fox."
    )

    assert main_event(text).participants == ("Anna Roe", "Ben Lund", "Cy Poe", "Di Fox")


def test_visiting_guest_makes_the_meeting_part_of_a_visit():
    document = parse("Minister Anna Roe held a meeting with visiting President of Latvia Ben Lund.")

    assert [(e.type, e.main, e.within) for e in document.events] == [
        ("meeting", True, "Visit of the President of Latvia"),
        ("visit", False, ""),
    ]
