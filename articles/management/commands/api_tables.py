from django.core.management.base import BaseCommand, CommandError

from articles.viewsets.tables import PATH, filled


class Command(BaseCommand):
    help = (
        "Write the tables of docs/api.md from the code. Running it twice changes nothing. With --check nothing is "
        "written; the exit status is 1 where the file differs from the code."
    )

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="Only say whether the file is up to date.")

    def handle(self, *, check, **options):
        there = PATH.read_text(encoding="utf-8")
        wanted = filled(there)
        if there == wanted:
            self.stdout.write(f"{PATH.name} is up to date")
        elif check:
            raise CommandError(f"{PATH.name} differs from the code: run manage.py api_tables.")
        else:
            PATH.write_text(wanted, encoding="utf-8")
            self.stdout.write(f"{PATH.name} written")
