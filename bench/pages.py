"""``python -m bench.pages SIZE``: make the kept pages of the texts that are asked for, where they are out of date."""

from __future__ import annotations

import sys

import django


def main() -> None:
    """What ``freeze`` or ``reindex`` would have made; the pages of all other texts stay filler of their length."""
    django.setup()
    import orjson
    from django.db import connection, transaction

    from articles import stored
    from articles.models import Edition, StoredEdition
    from articles.views.text_page import made_with
    from bench.corpus import Corpus
    from bench.rows import asked_texts
    from bench.tables import execute

    keys = [text.number + 1 for text in asked_texts(Corpus(int(sys.argv[1])))]
    old = Edition.objects.filter(article__in=keys, public_until=None).exclude(stored__made_with=made_with())
    count = 0
    for edition in old.order_by("pk").iterator(chunk_size=200):
        with transaction.atomic():
            stored.keep(edition, orjson.loads(edition.document))
        count += 1
    if count and connection.vendor == "postgresql":
        execute(f'VACUUM ANALYZE "{StoredEdition._meta.db_table}"')
    print(f"  {count:,} pages made", file=sys.stderr)


if __name__ == "__main__":
    main()
