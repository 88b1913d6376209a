"""Many public texts at once, as freezing and settling one by one would have left them."""

import datetime as dt
import random
import uuid

import orjson

from articles import stored, visible
from articles.desk.hashing import canonical, sha256
from articles.models import Article, Edition, EditionTopic
from articles.models.stored import StoredEdition
from articles.models.vocabulary import EditionClass, Kind
from pressoffice.ground.identity import reference_from
from tests.factories import make_public

WORDS = "talks treaty harbour minister “quoted” Şəhər переговоры & <b> ]]> 5>3 =SUM(A1) budget visit Düşünürəm".split()


def make_many(count, *, first, step, writer, approver, topics=(), seed=1):
    """``count`` listed texts, published from ``first`` on, ``step`` apart; returns their editions, oldest first.

    Kinds, languages, topics, lengths and classes vary by ``seed``.
    """
    model = make_public(writer=writer, approver=approver, headline=f"Model {seed}").editions.get()
    document = orjson.loads(model.document)
    chance = random.Random(seed)
    uids = [uuid.UUID(int=chance.getrandbits(128), version=4) for _ in range(count)]
    articles = Article.objects.bulk_create(
        Article(uid=uid, reference=reference_from(uid), slug=f"text-{seed}-{n}", headline=f"Text {n}", language="en")
        for n, uid in enumerate(uids)
    )
    made = []
    for n, article in enumerate(articles):
        words = [" ".join(chance.choices(WORDS, k=chance.randint(3, 40))) for _ in range(chance.randint(1, 5))]
        escaped = [w.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for w in words]
        headline = f"{n}: {words[0][:80]}"
        own = document | {
            "kind": chance.choice(Kind.values),
            "language": chance.choice(["en", "az", "ru"]),
            "headline": headline,
            "title": headline,
            "summary": words[-1] if chance.random() < 0.5 else "",
            "body": {
                "html": "".join(f'<p id="b{i}">{w}</p>' for i, w in enumerate(escaped)),
                "text": "\n\n".join(words),
            },
        }
        at = first + n * step
        written = canonical(own)
        made.append(
            Edition(
                article=article,
                article_uid=article.uid,
                article_reference=article.reference,
                work=article.work,
                revision=model.revision,
                approval=model.approval,
                number=1,
                edition_class=EditionClass.FIRST,
                kind=own["kind"],
                language=own["language"],
                slug=article.slug,
                title=headline,
                document=written,
                document_hash=sha256(written),
                text_hash=sha256(written),
                public_from=at,
                published_at=at,
                settled_at=at,
            )
        )
    Edition.objects.bulk_create(made)
    rows = [StoredEdition(edition=e, significant=e, **stored.forms(orjson.loads(e.document))) for e in made]
    StoredEdition.objects.bulk_create(rows)
    if topics:
        clock = ("public_from", "public_until", "text_until", "published_at")
        EditionTopic.objects.bulk_create(
            EditionTopic(edition=e, topic=chance.choice(topics), **{name: getattr(e, name) for name in clock})
            for e in made
        )
    visible.forget()
    return made


def day(text):
    """Midnight UTC of ``2025-11-03``."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
