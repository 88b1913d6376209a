"""How long the release check takes on a long text, as a ratio to reading the same text by the parser.

    DATABASE_URL=sqlite://:memory: python bench/linter.py [words] [people in the register]

Nothing is asserted: machines differ, the ratio less so.
"""

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pressoffice.settings")


def long_text(size):
    """Paragraphs of the two seeds, repeated until there are ``size`` words."""
    paragraphs = []
    for seed in sorted((ROOT / "seeds").glob("*.txt")):
        paragraphs += [line for line in seed.read_text(encoding="utf-8").splitlines() if line.strip()]
    found, count = [], 0
    while count < size:
        for paragraph in paragraphs:
            found.append(paragraph)
            count += len(paragraph.split())
    return found


def main():
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from articles.blocks import from_paragraphs, with_ids
    from articles.desk.linter import CHECKS, findings
    from articles.importer.parse import parse
    from articles.models import Article
    from people.models import Person

    size, people = (int(word) for word in (*sys.argv[1:], "20000", "2000")[:2])
    call_command("migrate", verbosity=0)
    for n in range(people):
        Person(name=f"Given{n % 97} Family{n}").save()
    for name in ("Jeyhun Bayramov", "Cristian Terheş", "Vugar Aliyev", "Ismat Sattarov", "Gudsi Osmanov"):
        Person(name=name).save()
    paragraphs = long_text(size)
    article = Article.objects.create(headline="A long text", body=with_ids(from_paragraphs(paragraphs)))
    print(f"{connection.vendor}: {sum(len(p.split()) for p in paragraphs)} words, {people} people in the register")

    began = time.perf_counter()
    parse("\n\n".join(paragraphs))
    parsed = time.perf_counter() - began
    print(f"parser            {parsed:8.2f} s")
    began = time.perf_counter()
    found = findings(article, timezone.now())
    checked = time.perf_counter() - began
    print(f"release check     {checked:8.2f} s   ratio to the parser {checked / parsed:.2f}, {len(found)} findings")
    slowest = []
    for code in CHECKS:
        began = time.perf_counter()
        findings(article, timezone.now(), only=[code])
        slowest.append((time.perf_counter() - began, code))
    for seconds, code in sorted(slowest, reverse=True)[:5]:
        print(f"  {code:24}{seconds:8.2f} s")


if __name__ == "__main__":
    main()
