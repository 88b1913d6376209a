import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand

from articles.desk.readiness import due
from pressoffice.ground.clock import database_now


class Command(BaseCommand):
    help = (
        "Say what goes out in the hours ahead and whether it is ready, by reference. Exits with 1 where something is "
        "not. Changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--hours", type=int, default=48, help="How far ahead (48).")
        parser.add_argument("--why", action="store_true", help="Say what each lacks; that can hold words of a text.")

    def handle(self, hours, why, **options):
        now = database_now()
        rows = due(now, now + dt.timedelta(hours=hours))
        zone = ZoneInfo(settings.OFFICE_TIME_ZONE)
        for row in rows:
            local = row.hour.astimezone(zone)
            state = "ready" if row.ready else f"NOT READY ({len(row.problems)})"
            late = ", overdue" if row.overdue else ""
            self.stdout.write(f"{local:%Y-%m-%d %H:%M} {zone.key}  {row.kind}  {row.reference}  {state}{late}")
            for words in (*row.problems, *row.notes) if why else ():
                self.stdout.write(f"    {words}")
        unready = sum(not row.ready for row in rows)
        self.stdout.write(f"{len(rows)} due, {unready} not ready")
        if unready:
            raise SystemExit(1)
