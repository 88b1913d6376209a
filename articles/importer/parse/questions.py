"""What a reviewer must decide because the text does not say it."""

from __future__ import annotations

from articles.importer.parse.document import (
    DateFound,
    Dateline,
    EventFound,
    PersonFound,
    Question,
    Span,
    StatementFound,
)
from articles.importer.parse.people import Roster
from articles.importer.parse.tokens import Paragraph


def _beside(date: DateFound, dates: list[DateFound]) -> bool:
    """Whether the day is printed right behind: "Tuesday (14 March 2023)"."""
    place = date.span
    return any(
        other.edtf and other.span.paragraph == place.paragraph and 0 < other.span.start - place.end < 4
        for other in dates
    )


def find_questions(
    headline: str,
    dateline: Dateline | None,
    dates: list[DateFound],
    events: tuple[EventFound, ...],
    people: tuple[PersonFound, ...],
    statements: tuple[StatementFound, ...],
    roster: Roster,
    paragraphs: dict[int, Paragraph],
    city_stated: bool,
    has_publisher: bool,
) -> tuple[Question, ...]:
    """The questions a text leaves open, in a stable order."""
    questions: list[Question] = []

    def ask(code: str, detail: str, span: Span | None = None) -> None:
        questions.append(Question(code, detail, span))

    if not headline:
        ask("headline-missing", "The text has no headline.")
    if dateline is None:
        ask("dateline-missing", "The text does not say where and when it was issued.")
    elif dateline.date is None:
        ask("dateline-date-missing", f"The dateline “{dateline.words}” has no date.", dateline.span)
    elif dateline.date.edtf.startswith("XXXX"):
        ask("dateline-year-missing", f"The dateline prints {dateline.date.words} without a year.", dateline.date.span)
    if not has_publisher:
        ask("publisher-missing", "The text does not say whose report or release it is.")
    dated = {dateline.date.span} if dateline and dateline.date else set()
    for date in dates:
        if date.edtf.startswith("XXXX") and date.span not in dated:
            ask("date-year-missing", f"“{date.words}” is printed without a year.", date.span)
        elif not date.edtf and date.words[:1].isupper() and not _beside(date, dates):
            ask("weekday-unresolved", f"Which day is “{date.words}”? No dated line of the text settles it.", date.span)
    main = next((event for event in events if event.main), None)
    if main is not None and main.type not in ("statement", "other"):
        if main.date is None or not main.date.edtf:
            words = f"It prints only “{main.date.words}”." if main.date else "It is not stated."
            ask("event-date-missing", f"When did “{main.name}” take place? {words}", main.span)
        if not main.place:
            ask("event-place-missing", f"Where did “{main.name}” take place?", main.span)
        elif not city_stated:
            ask("event-city-missing", f"In which city is “{main.place}”?", main.span)
        if not main.complete:
            ask(
                "participants-incomplete",
                f"The list of who took part in “{main.name}” is not said to be complete.",
                main.span,
            )
    for statement in statements:
        if statement.voice == "unstated":
            likely = f" Perhaps {', '.join(statement.candidates)}?" if statement.candidates else ""
            ask("speaker-unstated", f"Paragraph {statement.span.paragraph} names no speaker.{likely}", statement.span)
    for mention in roster.ambiguous:
        span = paragraphs[mention.paragraph].span(mention.first, mention.last)
        ask("surname-ambiguous", f"More than one person in this text is called {mention.words}.", span)
    for person in people:
        if len(person.name.split()) == 1:
            ask("given-name-missing", f"The text gives only the family name {person.name}.", person.mentions[0].span)
    return tuple(questions)
