"""``python -m bench.fill SIZE``: fill the migrated, empty database of DATABASE_URL, by the settings in force."""

from __future__ import annotations

import importlib
import os
import sys
import time

import django

WHOLE = 200_000  # texts; above, what listings and articles do not ask for is left out


def main() -> None:
    """Fill it and say how it goes on."""
    django.setup()
    from bench.corpus import Corpus

    began = time.monotonic()

    def say(line: str) -> None:
        print(f"  {time.monotonic() - began:6.0f} s  {line}", file=sys.stderr, flush=True)

    loader = "bench.office" if os.environ["DJANGO_SETTINGS_MODULE"] == "pressoffice.settings" else "bench.plain.loading"
    size = int(sys.argv[1])
    importlib.import_module(loader).fill(Corpus(size), say, processes=2, lean=size > WHOLE)


if __name__ == "__main__":
    main()
