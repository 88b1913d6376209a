import sys

import orjson
from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date

from articles.desk import audit
from articles.models.audit import AuditEntry


class Command(BaseCommand):
    help = (
        "The record of acts. `verify` recomputes its chain of hashes and names the first entry that is wrong; exit "
        "status 1 where one is. `export` writes it as JSON Lines, oldest first, with the hashes that prove it. "
        "Neither changes anything."
    )

    def add_arguments(self, parser):
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("verify", help="name the first entry that is wrong")
        export = acts.add_parser("export", help="write the record as JSON Lines")
        export.add_argument("--since", metavar="DAY", help="only from this day on (UTC), as 2026-01-31")
        export.add_argument("--subject", metavar="NAME", help="only of this row, as article:<uid>")
        export.add_argument("--output", metavar="FILE", help="instead of standard output")

    def handle(self, *, act, **options):
        if act == "verify":
            return self._verify()
        return self._export(**options)

    def _verify(self):
        found = next(audit.faults(), None)
        if found:
            raise CommandError(f"The record of acts is not whole: {found}.", returncode=1)
        self.stdout.write(f"{AuditEntry.objects.count()} entries, every one as it was written")

    def _export(self, *, since, subject, output, **_options):
        entries = AuditEntry.objects.select_related("by").order_by("number")
        if since:
            day = _day(since)
            entries = entries.filter(at__date__gte=day)
        if subject:
            entries = entries.filter(subject=subject)
        try:
            file = open(output, "wb") if output else sys.stdout.buffer  # noqa: SIM115
        except OSError as error:
            raise CommandError(f"--output: “{output}” cannot be written: {error.strerror}.") from error
        try:
            for entry in entries.iterator(chunk_size=500):
                file.write(orjson.dumps(_line(entry), option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE))
        finally:
            if output:
                file.close()


def _day(text):
    """The day that was typed."""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise CommandError(f"--since: “{text}” is not a day such as 2026-01-31.")
    return day


def _line(entry):
    """One entry as it is exported."""
    return {
        "number": entry.number,
        "at": entry.at,
        "by": entry.by.get_username() if entry.by else None,
        "action": entry.action,
        "subject": entry.subject,
        "detail": orjson.loads(entry.detail),
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
    }
