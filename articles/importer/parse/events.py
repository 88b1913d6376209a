"""What the text reports (the main event) and the dated events it refers to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from articles.importer.parse.dates import resolve
from articles.importer.parse.document import DateFound, EventFound, Reason, StatementFound
from articles.importer.parse.event_clues import event_clues, gathering_name, strongest
from articles.importer.parse.events_referred import referred_events, visit_of_guest
from articles.importer.parse.organisations import Body
from articles.importer.parse.people import Roster
from articles.importer.parse.places import Place
from articles.importer.parse.roles import Role
from articles.importer.parse.segment import is_credit, is_dated_line
from articles.importer.parse.tokens import Paragraph
from articles.importer.parse.vocabulary import EVENT_NOUNS

_GATHERINGS = frozenset(("summit", "conference"))
_SEATS = ("embassy", "consulate", "headquarters", "white house", "ministry", "kremlin", "university")
_TOPIC = frozenset("on about regarding concerning financing discuss discussed discussing over support".split())
_TAKING_PART = frozenset(
    """present co-chaired chaired attended participated joined participate attend participation participating
    accompanied""".split()
)
_INCOMPLETE = re.compile(
    r"\b(?:including|among others|other officials|and others|as well as other|senior officials|et al)\b", re.IGNORECASE
)
_LIST_HEAD = re.compile(
    r"\b(?:members|participants|delegation|attendees|speakers|panel)\b[^.\n]{0,80}:$", re.IGNORECASE
)


@dataclass(slots=True)
class EventReader:
    """Everything about a text that its events are made of."""

    paragraphs: list[Paragraph]
    heading: Paragraph | None
    dates: dict[int, list[DateFound]]
    places: dict[int, list[Place]]
    bodies: dict[int, list[Body]]
    roles: dict[int, list[Role]]
    roster: Roster
    statements: tuple[StatementFound, ...]
    dated: str
    author: str

    def read(self) -> tuple[EventFound, ...]:
        """The main event first, then those the text refers to by date or place."""
        main = self._main()
        others = referred_events(self.paragraphs, self.dates, self.places)
        visit = visit_of_guest(self._body_paragraphs()[:2], self.roles, self.roster)
        if visit is not None:
            others = [visit, *others]
            if main is not None and main.type == "meeting":
                main = replace(main, within=visit.name)
        return (main, *others) if main is not None else tuple(others)

    def _body_paragraphs(self) -> list[Paragraph]:
        return [
            p
            for p in self.paragraphs
            if not is_credit(p.text) and not is_dated_line(p.text) and len(p.tokens) > 5 and p.owner[-1] != "dateline"
        ] or self.paragraphs

    def _main(self) -> EventFound | None:
        body = self._body_paragraphs()
        if not body:
            return None
        lead = body[0]
        first, last = self._lead_sentence(lead)
        found = None
        if self.heading is not None and self.heading.tokens:
            found = strongest(event_clues(self.heading, 0, len(self.heading.tokens), True))
        clue = strongest(event_clues(lead, first, last, False))
        rule = "event-lead"
        if found and (clue is None or found[0] >= clue[0] - 0.5 and found[0] >= 2):
            kind, rule = found[2], "event-headline"
            same = [c for c in event_clues(lead, first, last, False) if c[2] == kind]
            at = max(same)[1] if same else -first - 1
        elif clue and clue[0] >= 2:
            kind, at = clue[2], clue[1]
        else:
            later = next((c for c in (self._later(p) for p in body[1:3]) if c), None) if self._says(lead) else None
            if later:
                return later
            if clue and clue[0] >= 1.5:
                kind, at = clue[2], clue[1]
            else:
                kind = "statement" if self._says(lead) or self.author or self._first_person(lead) else "other"
                at, rule = -first - 1, "event-statement" if kind == "statement" else "event-unclear"
        position = -at
        return self._make(
            lead, first, last, position, kind, rule, 0.9 if rule in ("event-lead", "event-headline") else 0.6
        )

    def _lead_sentence(self, lead: Paragraph) -> tuple[int, int]:
        sentences = [s for s in lead.sentences if lead.owner[s[0]] != "dateline" or s[1] - s[0] > 12] or lead.sentences
        first, last = sentences[0]
        while first < last and lead.owner[first] == "dateline":
            first += 1
        return (first, last) if first < last else sentences[0]

    def _says(self, paragraph: Paragraph) -> bool:
        return any(statement.span.paragraph == paragraph.number for statement in self.statements)

    @staticmethod
    def _first_person(paragraph: Paragraph) -> bool:
        return any(
            token.low in ("we", "i", "our", "my", "welcomes", "condemns", "congratulates") for token in paragraph.tokens
        )

    def _later(self, paragraph: Paragraph) -> EventFound | None:
        """ "... told reporters after meeting in X with Y": where the lead only says something."""
        for first, last in paragraph.sentences:
            for i in range(first, last):
                if (
                    paragraph.low(i) in ("meeting", "talks")
                    and paragraph.low(i - 1) in ("after", "following", "during")
                    and not paragraph.quoted[i]
                ):
                    return self._make(paragraph, first, last, i, "meeting", "event-after-meeting", 0.7)
        return None

    def _make(
        self, lead: Paragraph, first: int, last: int, at: int, kind: str, rule: str, confidence: float
    ) -> EventFound:
        date = self._date(lead, first, last, kind)
        place = self._place(lead, first, last, at, kind)
        participants, complete = self._participants(lead, first, last, kind)
        name = self._name(lead, at, kind, place, participants)
        span = lead.span(first, last)
        return EventFound(kind, name, date, place, participants, True, complete, span, Reason(rule, confidence))

    def _date(self, lead: Paragraph, first: int, last: int, kind: str) -> DateFound | None:
        date = self._date_in(lead, first, last)
        if date is not None and kind in ("statement", "other") and date.words[:1].isalpha() and " " in date.words:
            before = lead.text[max(0, date.span.start - 4) : date.span.start].lower()
            date = date if before.strip() == "on" else None
        if date is None and kind in ("conference", "summit", "ceremony", "call", "signing"):
            for paragraph in self.paragraphs:
                for start, end in paragraph.sentences:
                    words = {paragraph.low(i) for i in range(start, end)}
                    nouns = {noun for noun, type_ in EVENT_NOUNS.items() if type_ == kind or type_ == "ceremony"}
                    if words & nouns and not {"will", "would"} & words:
                        date = date or self._date_in(paragraph, start, end)
        if date is None and self.heading is not None and kind not in ("statement", "other"):
            date = next((d for d in self.dates.get(0, []) if len(d.edtf) == 10), None)
        return date

    def _date_in(self, paragraph: Paragraph, first: int, last: int) -> DateFound | None:
        if first >= last:
            return None
        start, end = paragraph.tokens[first].start, paragraph.tokens[last - 1].end
        candidates = []
        for date in self.dates.get(paragraph.number, []):
            if not start <= date.span.start < end or date.edtf and len(date.edtf.split("/")[0]) != 10:
                continue
            before = paragraph.text[max(0, date.span.start - 10) : date.span.start].lower()
            if before.endswith(("since ", "until ", "by ", "of ", "from ")):
                continue
            candidates.append(resolve(date, self.dated))
        explicit = [date for date in candidates if len(date.edtf) >= 10]
        return next(iter(explicit or candidates), None)

    def _place(self, lead: Paragraph, first: int, last: int, at: int, kind: str) -> str:
        if kind in ("statement", "other"):
            return ""
        place = self._place_in(lead, first, last, at, kind)
        if place:
            return place
        for paragraph in self._body_paragraphs()[:3]:
            for i, token in enumerate(paragraph.tokens[:-2]):
                if (
                    token.low in ("took", "takes")
                    and paragraph.low(i + 1) == "place"
                    or token.low == "held"
                    and paragraph.low(i - 1) in ("was", "is", "were")
                ):
                    start, end = paragraph.sentence_of(i)
                    place = self._place_in(paragraph, start, end, i, kind)
                    if place:
                        return place
        return ""

    def _place_in(self, paragraph: Paragraph, first: int, last: int, at: int, kind: str) -> str:
        venues = [
            (p.first, p.last, p.name)
            for p in self.places.get(paragraph.number, [])
            if paragraph.owner[p.first] != "body"
        ]
        venues += [
            (b.first, b.last, b.name)
            for b in self.bodies.get(paragraph.number, [])
            if any(word in b.name.lower() for word in _SEATS)
        ]
        dated = {date.span.start for date in self.dates.get(paragraph.number, [])}
        best: tuple[int, str] | None = None
        for start, end, name in sorted(venues):
            if not first <= start < last or paragraph.owner[start] == "dateline":
                continue
            link = start - 1 - (paragraph.low(start - 1) == "the")
            word = paragraph.low(link)
            if word not in ("in", "at") and not (kind == "visit" and word == "to"):
                continue
            after = end + 1 if paragraph.low(end) in ("on", ",") else end
            after += paragraph.low(after) == "on"
            before_date = after < len(paragraph.tokens) and paragraph.tokens[after].start in dated
            after_date = any(
                paragraph.tokens[max(link - 2, 0)].start <= d.span.end <= paragraph.tokens[link].start
                for d in self.dates.get(paragraph.number, [])
            )
            between = range(min(at, link), max(at, link))
            topical = any(
                paragraph.low(i) in _TOPIC and (paragraph.low(i) != "on" or not _dates_at(paragraph, i + 1, dated))
                for i in between
            )
            held = paragraph.low(link - 1) in (
                "held",
                "place",
                "off",
                "hosted",
                "opened",
                "met",
                "meeting",
                "today",
                "signed",
                "arrived",
                "started",
            )
            held = held or kind in ("meeting", "call") and paragraph.owner_at(link - 1) == "person" and link > at
            near = link - at <= 7 and link > at
            rank = 3 * held + 2 * (before_date or after_date) + near - 2 * topical
            if kind == "visit" and word == "to":
                rank += 3
            if (
                held
                or before_date
                or after_date
                and not topical
                or near
                and not topical
                or kind == "visit"
                and word == "to"
            ) and (best is None or rank > best[0]):
                best = (rank, name)
        return best[1] if best else ""

    def _participants(self, lead: Paragraph, first: int, last: int, kind: str) -> tuple[tuple[str, ...], bool]:
        names: dict[str, None] = {}
        complete = True

        def add(paragraph: Paragraph, start: int, end: int) -> None:
            for mention in self.roster.by_paragraph[paragraph.number]:
                if (
                    start <= mention.first < end
                    and paragraph.low(mention.last) != "'s"
                    and not paragraph.quoted[mention.first]
                ):
                    names.setdefault(self.roster.named(mention))

        if kind in ("statement", "other"):
            if kind == "statement" and self.author:
                return (self.author,), True
            speakers = [
                s.speakers
                for s in self.statements
                if s.span.paragraph == lead.number and s.voice in ("single", "joint")
            ]
            people = self.roster.names
            if speakers:
                return tuple(name for name in speakers[0] if name in people), True
            for mention in self.roster.by_paragraph[lead.number]:
                if kind == "other" and mention.outer_first == first:
                    return (self.roster.named(mention),), True
            return (), True
        add(lead, first, last)
        for statement in self.statements:
            if (
                statement.span.paragraph == lead.number
                and (kind in _GATHERINGS or not names or statement.span.start == lead.tokens[first].start)
                and statement.voice == "single"
            ):
                for name in statement.speakers:
                    if name in self.roster.names:
                        names.setdefault(name)
        if kind != "statement" and len(names) < 2 and self.heading is not None:
            add(self.heading, 0, len(self.heading.tokens))
            if self.author and self.author in names and len(names) > 1:
                del names[self.author]
        listing = False
        for paragraph in self._body_paragraphs():
            if listing:
                add(paragraph, 0, len(paragraph.tokens))
            for start, end in paragraph.sentences:
                low = [paragraph.low(i) for i in range(start, end)]
                if "delegation" in low and any(
                    word in ("lead", "led", "leads", "leading", "heads", "headed") for word in low
                ):
                    add(paragraph, start, end)
            listing = bool(_LIST_HEAD.search(paragraph.text))
            for start, end in paragraph.sentences:
                low = [paragraph.low(i) for i in range(start, end)]
                joins = (
                    any(word in _TAKING_PART for word in low)
                    and any(EVENT_NOUNS.get(word) for word in low)
                    and "will" not in low
                )
                if joins and (paragraph is not lead or start != first) and not ("after" in low or "week" in low):
                    add(paragraph, start, end)
                if (joins or start == first and paragraph is lead) and _INCOMPLETE.search(paragraph.text):
                    complete = complete and not _INCOMPLETE.search(" ".join(paragraph.words(start, end).split()))
        if kind in _GATHERINGS:
            for statement in self.statements:
                for name in statement.speakers:
                    if statement.voice == "single" and name in self.roster.names:
                        names.setdefault(name)
            if kind == "conference":
                for paragraph in self._body_paragraphs():
                    for mention in self.roster.by_paragraph[paragraph.number]:
                        if paragraph.starts_sentence(mention.outer_first) and paragraph.low(mention.last) != "'s":
                            names.setdefault(self.roster.named(mention))
        return tuple(names), complete

    def _name(self, lead: Paragraph, at: int, kind: str, place: str, participants: tuple[str, ...]) -> str:
        if kind in _GATHERINGS:
            name = gathering_name(lead, at)
            if name:
                return name
        noun = {"call": "Telephone conversation", "other": "Event"}.get(kind, kind.capitalize())
        article = (
            "the "
            if place and place.split()[-1].lower() in ("center", "centre", "hall", "palace") or " Embassy" in place
            else ""
        )
        if kind == "visit" and place:
            return f"Visit to {place}"
        if place and ("Embassy" in place or article):
            return f"{noun} at {article}{place}"
        if len(participants) == 2:
            return (
                f"{noun} of {participants[0]} with {participants[1]}"
                if kind in ("meeting", "call")
                else f"{noun}: {participants[0]}, {participants[1]}"
            )
        if place:
            return f"{noun} in {place}"
        if participants:
            return f"{noun} of {participants[0]}" if kind != "statement" else f"Statement by {participants[0]}"
        return noun


def _dates_at(paragraph: Paragraph, index: int, dated: set[int]) -> bool:
    return index < len(paragraph.tokens) and paragraph.tokens[index].start in dated
