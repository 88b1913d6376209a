"""The generated office leaves in our tables what freezing and settling would have left."""

import json
from itertools import pairwise

import pytest
from django.db import connection

from articles import search
from articles.desk import freeze, settle
from articles.models import Change, Citation, Edition, EventLink, Mention, Statement, StoredEdition
from articles.models.edition import LINKS
from bench import office
from bench.corpus import Corpus

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]

SIZE, SAMPLE = 150, 25
MADE = (*LINKS, Statement, Mention, Citation, EventLink, StoredEdition)
PAGE = ("head", "page", "made_with")  # filler until a text is asked for


@pytest.fixture
def corpus():
    made = Corpus(SIZE, people=40, organisations=10)
    office.fill(made, bare=False)
    return made


def rows_of(edition):
    found = {}
    for model in MADE:
        names = [f.attname for f in model._meta.concrete_fields if f.name not in ("id", "looked_up", *PAGE)]
        found[model.__name__] = sorted(map(repr, model.objects.filter(edition=edition).values_list(*names)))
    found["StoredEdition"] = [json.dumps(row, sort_keys=True) for row in found["StoredEdition"]]
    return found


def words_of(edition):
    key = "edition_id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        columns = "*" if connection.vendor == "postgresql" else "rowid, *"
        cursor.execute(f"SELECT {columns} FROM articles_search WHERE {key} = %s", [edition.pk])  # noqa: S608
        return cursor.fetchall()


def sample(corpus):
    """Editions of every class among those of every seventh text."""
    unusual = Edition.objects.exclude(edition_class="first")
    return [*unusual[:20], *Edition.objects.filter(article_id__in=range(1, SIZE, SIZE // SAMPLE))]


def test_rows_are_those_that_freezing_makes(corpus):
    for edition in sample(corpus):
        generated = rows_of(edition)
        freeze.index(edition)
        assert rows_of(edition) == generated


def test_the_search_index_is_that_of_settling(corpus):
    for edition in sample(corpus):
        if edition.public_until is None:
            generated = words_of(edition)
            search.index(edition)
            assert words_of(edition) == generated


def test_the_chain_of_clocks_is_that_of_the_desk(corpus):
    from articles.desk.chain import retime

    columns = ("pk", "public_from", "public_until", "text_until", "published_at", "number", "previous_hash")
    for edition in sample(corpus):
        chain = Edition.objects.filter(article=edition.article).order_by("number")
        generated = list(chain.values_list(*columns))
        retime(edition.article, now=edition.public_from)
        assert list(chain.values_list(*columns)) == generated
        for before, after in pairwise(chain):
            assert after.previous_hash == freeze.link_hash(before)


def test_the_public_log_holds_every_edition_in_an_unbroken_chain(corpus):
    changes = list(Change.objects.order_by("number"))

    assert [change.number for change in changes] == list(range(1, len(changes) + 1))
    assert {c.key for c in changes} >= {f"edition:{pk}" for pk in Edition.objects.values_list("pk", flat=True)}
    for before, after in zip([None, *changes], changes, strict=False):
        assert after.previous_hash == (before.hash if before else "")
        assert after.hash == settle.change_hash(after)
