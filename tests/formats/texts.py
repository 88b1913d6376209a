"""Texts of every shape, made from a seed: no database, no workflow."""

import datetime as dt
import random
import uuid

from articles.blocks import from_paragraphs, plain, with_ids
from articles.models.contact import Contact
from articles.models.edition import Edition
from articles.models.vocabulary import CorrectionClass, EditionClass, Kind
from articles.serializers.texts import Shown

WORDS = {
    "en": "ministers met in Baku & “agreed” on 3.5 <terms> of trade, Pejčinović Burić: we #hope * to_move [on]".split(),
    "az": "nazirlər Bakıda görüşüb, “razılaşdı” Azərbaycanın xarici işlər üzrə nümayəndəsi şərh vermədi ğıöü".split(),
    "ru": "министры встретились в Баку и «согласились» о торговле — сообщил Джейхун Байрамов ёжик".split(),
    "ro": "miniștrii s-au întâlnit la București și „au convenit” în țară".split(),
}
NAMES = ["Cristian Terheş", "Vugar Aliyev", "Jeyhun Bayramov", "Marija Pejčinović Burić", "Əli Həsənov", "Ягуб Эйюбов"]


def make_text(seed):
    """A public text of one shape, as it is shown: with a headline or none, withdrawn or not, naming much or nothing."""
    chance = random.Random(seed)
    language = chance.choice(sorted(WORDS))

    def uid():
        return str(uuid.UUID(int=chance.getrandbits(128), version=4))

    def words(number):
        return " ".join(chance.choice(WORDS[language]) for _ in range(number)).capitalize()

    def some(make, most=4):
        return [make() for _ in range(chance.choice([0, 1, 1, most]))]

    def named(prefix):
        return {"id": uid(), "name": f"{prefix} {words(2)}"}

    def span():
        return {"block": "", "start": 0, "end": 0, "words": words(3)}

    def speaker():
        kind = chance.choice(["person", "organisation"])
        return {
            "type": kind,
            "id": uid() if chance.random() < 0.8 else None,
            "name": chance.choice(NAMES),
            "role": chance.choice(["", "Minister"]),
            "organisation": chance.choice(["", "Parliament"]),
        }

    paragraphs = [words(chance.randint(3, 40)) for _ in range(chance.randint(1, 6))]
    body = with_ids(from_paragraphs(paragraphs))
    headline = words(6) if chance.random() < 0.7 else None
    statements = some(
        lambda: {
            "id": uid(),
            "verb": "said",
            "form": chance.choice(["direct", "reported"]),
            "voice": "single",
            "speaker_words": "he",
            "speakers": some(speaker, 2),
            "addressees": some(speaker, 2),
            **span(),
        }
    )
    document = {
        "kind": chance.choice(Kind.values),
        "language": language,
        "headline": headline,
        "title": headline or words(5),
        "summary": words(12) if chance.random() < 0.5 else "",
        "dateline": chance.choice(
            [
                None,
                {"place": "Baku", "country": "AZ", "date": "XXXX-11-03", "text": "Baku, Azerbaijan, November 3"},
                {"place": "Bakı", "country": None, "date": None, "text": "Bakı"},
                {"place": "", "country": None, "date": "2025-11", "text": "November 2025"},
            ]
        ),
        "body": {"html": body, "text": plain(body)},
        "attribution": some(
            lambda: {
                "id": uid(),
                "source": named("Agency"),
                "role": chance.choice(["publisher", "attributed"]),
                "verb": "",
                "url": chance.choice(["", "https://news.example/a?b=1&c=2"]),
                **span(),
            }
        ),
        "mentions": [],
        "statements": statements,
        "officials": some(
            lambda: {
                "id": uid(),
                "name": chance.choice(NAMES),
                "role": chance.choice(["", "Minister <of> Trade"]),
                "organisation": chance.choice(["", "Ministry & Co"]),
                "rel": chance.choice(["mentioned", "participant", "speaker"]),
            }
        ),
        "organisations": some(lambda: named("Ministry")),
        "events": some(
            lambda: {
                "link": uid(),
                **named("Meeting"),
                "type": "meeting",
                "starts": chance.choice([None, "XXXX-11-03", "2025-11", "2025-11-03~", "202X"]),
                "date_words": "",
                "place": chance.choice(["", "Bucharest"]),
                "rel": chance.choice(["main", "within", "referred"]),
                **span(),
            }
        ),
        "topics": some(lambda: {**named("Topic"), "code": chance.choice(["", "medtop:20000639"])}),
        "places": some(lambda: named("Place")),
    }
    published = dt.datetime(2025, 11, 3, 8, tzinfo=dt.UTC) + dt.timedelta(minutes=chance.randrange(500_000))
    work, article = uuid.UUID(uid()), uuid.UUID(uid())

    def edition(number, edition_class, note="", correction="", **fields):
        return Edition(
            uid=uuid.UUID(uid()),
            article_uid=article,
            article_reference="7KQM3X",
            work=work,
            number=number,
            edition_class=edition_class,
            correction_class=correction,
            note=note,
            kind=document["kind"],
            slug=f"text-{seed}",
            title=document["title"],
            published_at=published,
            public_from=published + dt.timedelta(hours=number - 1),
            **{"language": language, **fields},
        )

    chain = [edition(1, EditionClass.FIRST)]
    if chance.random() < 0.5:
        chain.append(edition(2, EditionClass.CORRECTION, "Name </script> & title put right.", CorrectionClass.FACTUAL))
    if chance.random() < 0.3:
        chain.append(edition(len(chain) + 1, EditionClass.WITHDRAWAL, "Issued in error."))
    other = edition(1, EditionClass.FIRST, language="en" if language != "en" else "az")
    contact = Contact(uid=uuid.UUID(uid()), name="Press desk", phone="+994 12 123 45 67", email="press@office.example")
    contact.spoken = []
    return Shown(
        chain[-1],
        document,
        history=[one for one in chain if one.edition_class != EditionClass.FIRST],
        translations=[other] if chance.random() < 0.4 else [],
        contacts=[contact] if chance.random() < 0.5 else [],
    )
