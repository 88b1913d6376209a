import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.viewsets.pinned import breaks
from articles.viewsets.reference import document

PINNED = Path(settings.BASE_DIR) / "tests" / "api" / "openapi.json"


class Command(BaseCommand):
    help = (
        "Print the description of the API (OpenAPI 3.1). --check compares it with the pinned one, "
        "tests/api/openapi.json, and exits with 1 where they differ; --pin puts it in the place of that, but for what "
        "would break clients: only with --break. Pinning twice changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="compare it with the pinned one")
        parser.add_argument("--pin", action="store_true", help="pin it")
        parser.add_argument("--break", action="store_true", dest="may_break", help="pin it although it breaks clients")

        parser.add_argument("--file", type=Path, default=PINNED, help="another pinned one")

    def handle(self, *, check, pin, may_break, file, **options):
        made = plain(document())
        there = file.read_text(encoding="utf-8") if file.exists() else ""
        broken = breaks(json.loads(there), json.loads(made)) if there else []
        if broken and not may_break and (check or pin):
            raise CommandError("Clients would break:\n" + "\n".join(f"  {one}" for one in broken))
        if pin:
            file.write_text(made, encoding="utf-8")
            self.stdout.write(f"{file.name} {'is up to date' if there == made else 'written'}")
        elif check:
            if there != made:
                raise CommandError(f"{file.name} differs: run manage.py openapi --pin.")
            self.stdout.write(f"{file.name} is up to date")
        else:
            self.stdout.write(made)


def plain(described):
    """The document as it is pinned: its addresses are those of no site."""
    text = json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True, default=str)
    return text.replace(settings.SITE_URL, "https://press.example") + "\n"
