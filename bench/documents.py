"""Documents of generated texts, as ``articles.desk.document.build`` shapes them."""

from __future__ import annotations

import functools
from typing import Any

from django.utils.translation import override

from bench.corpus import Corpus
from bench.facts import Edition, Mention, Part, Row, Text
from pressoffice.ground.partial_dates import PartialDate


class Documents:
    """Makes documents of the texts of one office."""

    def __init__(self, corpus: Corpus):
        self.corpus = corpus

    def of(self, text: Text, stand: Edition) -> dict[str, Any]:
        """The document of an edition, as ``desk.document.build`` shapes it."""
        corpus, blocks, paragraphs = self.corpus, text.blocks(stand), stand.paragraphs
        linked = corpus.linked(text)

        def span(part: Any) -> dict[str, Any]:
            start = getattr(part, "start", 0)
            said = paragraphs[part.paragraph][start : part.end]
            return {"block": blocks[part.paragraph], "start": start, "end": part.end, "words": said}

        return {
            "kind": text.kind,
            "language": text.language,
            "headline": text.headline or None,
            "title": text.title,
            "summary": text.summary,
            "dateline": self._dateline(text),
            "body": {"html": text.html(stand), "text": "\n\n".join(paragraphs)},
            "attribution": [
                {
                    "id": str(one.uid),
                    "source": self._row(corpus.sources[one.number]),
                    "role": one.relation,
                    "verb": one.verb,
                    "url": "",
                    **span(one),
                }
                for one in text.sources
            ],
            "mentions": [self._mention(one, span(one)) for one in text.mentions],
            "statements": [
                {
                    "id": str(one.uid),
                    "verb": one.verb,
                    "form": "direct" if one.direct else "reported",
                    "voice": "single",
                    "speaker_words": one.speaker_words,
                    "speakers": [{"type": "person", **self._named(one.speaker)}],
                    "addressees": [],
                    **span(one),
                }
                for one in text.statements
            ],
            "officials": self._officials(text),
            "organisations": [self._row(corpus.organisations[number]) for number in linked["organisations"]],
            "events": [self._event_link(one, span(one)) for one in text.events],
            "topics": [{**self._row(corpus.topics[number]), "code": ""} for number in self._topics(text)],
            "places": [self._row(corpus.places[number]) for number in linked["places"]],
        }

    @staticmethod
    def _row(row: Row) -> dict[str, Any]:
        return {"id": str(row.uid), "name": row.name}

    def _named(self, number: int) -> dict[str, Any]:
        person = self.corpus.people[number]
        organisation = self.corpus.organisations[person.at].name
        return {"id": str(person.uid), "name": person.name, "role": person.title, "organisation": organisation}

    def _mention(self, one: Mention, span: dict[str, Any]) -> dict[str, Any]:
        uid = str(getattr(self.corpus, one.what)[one.number].uid)
        is_person = one.what == "people"
        return {
            "uid": str(one.uid),
            "relation": one.relation,
            "statement": str(one.statement) if one.statement else None,
            "person": uid if is_person else None,
            "organisation": uid if one.what == "organisations" else None,
            "place": uid if one.what == "places" else None,
            "role": one.role,
            "position": str(self.corpus.people[one.number].position) if is_person else None,
            **span,
        }

    def _officials(self, text: Text) -> list[dict[str, Any]]:
        return [{**self._named(number), "rel": rel} for number, rel in self.corpus.relations(text).items()]

    def _topics(self, text: Text) -> list[int]:
        return sorted(text.topics, key=lambda number: self.corpus.topics[number].name.casefold())

    def _event_link(self, one: Part, span: dict[str, Any]) -> dict[str, Any]:
        event = self.corpus.events[one.number]
        return {
            "link": str(one.uid),
            "id": str(event.uid),
            "name": event.name,
            "type": event.kind,
            "starts": f"{event.starts:%Y-%m-%d}",
            "date_words": "",
            "place": "",
            "rel": one.relation,
            **span,
        }

    def dateline_columns(self, text: Text) -> dict[str, str]:
        """The dateline as the working copy has it; nothing where there is none."""
        if text.city is None:
            return {}
        city = self.corpus.places[text.city]
        country = self.corpus.places[city.parent or 0].name
        return {"dateline_place": city.name, "dateline_country": country, "dateline_date": text.day.isoformat()}

    def _dateline(self, text: Text) -> dict[str, Any] | None:
        columns = self.dateline_columns(text)
        if not columns:
            return None
        place, country, day = columns.values()
        said = ", ".join((place, country, _day_in_words(day, text.language)))
        return {"place": place, "country": country, "date": day, "text": said}


@functools.lru_cache(maxsize=50_000)
def _day_in_words(day: str, language: str) -> str:
    with override(language):
        return PartialDate(day).words()
