import datetime as dt
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date

from articles.desk.errors import DeskError
from articles.desk.records_request import KINDS, Asked, named_row, texts_asked, write
from pressoffice.ground.clock import database_now


class Command(BaseCommand):
    help = (
        "Write the records of every text that fulfils all that is asked to one archive: versions, comments, approvals,"
        " acts, who read it before it was public, with a manifest of hashes and of the personal data in it. It is done"
        " in the name of an account that may export records, and recorded. Nothing is changed."
    )

    def add_arguments(self, parser):
        parser.add_argument("output", metavar="OUT.zip")
        parser.add_argument("--by", required=True, metavar="ACCOUNT", help="in whose name; the rights are theirs")
        for kind in KINDS:
            parser.add_argument(f"--{kind}", default="", metavar="NAME", help="a reference, a slug, or one whole name")
        parser.add_argument("--from", dest="since", default="", metavar="DAY", help="as 2026-01-31")
        parser.add_argument("--to", dest="until", default="", metavar="DAY", help="this day too")

    def handle(self, *, output, by, since, until, **options):
        user = get_user_model().objects.filter(username=by, is_active=True).first()
        if user is None:
            raise CommandError(f"--by: there is no active account “{by}”.")
        rows = {kind: _row(kind, options[kind]) for kind in KINDS if options[kind]}
        asked = Asked(**rows, since=_day("--from", since), until=_day("--to", until))
        if asked == Asked():
            raise CommandError("Say what is asked for: --person, --topic, --event, --from or --to.")
        target = Path(output)
        unfinished = target.with_name(f".{target.name}.part")
        total = texts_asked(asked, user).count()
        try:
            with unfinished.open("wb") as out:
                for done in write(asked, out, by=user, now=database_now()):
                    self.stderr.write(f"{done} of {total} texts\r", ending="")
            unfinished.replace(target)
        except OSError as error:
            raise CommandError(f"“{output}” cannot be written: {error.strerror}.") from error
        except DeskError as refused:
            raise CommandError(str(refused)) from refused
        finally:
            unfinished.unlink(missing_ok=True)
        self.stdout.write(f"{total} texts in {output}")


def _row(kind, said):
    """The one row that was named."""
    rows = named_row(kind, said)
    if len(rows) != 1:
        names = ", ".join(f"{row} ({row.reference})" for row in rows) or "none"
        raise CommandError(f"--{kind}: “{said}” must name one row of the register; it names {names}.")
    return rows[0]


def _day(option, text) -> dt.date | None:
    """The day that was typed, None for none."""
    if not text:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise CommandError(f"{option}: “{text}” is not a day such as 2026-01-31.")
    return day
