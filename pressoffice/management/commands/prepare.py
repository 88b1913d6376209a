import hashlib
import json
import os

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles import search


class Command(BaseCommand):
    help = "Bring the database and the static files up to date, doing only what is needed. Safe to run again."
    requires_system_checks = []  # they may ask the tables that are made here

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="then fill the office with the demonstration")

    def handle(self, *, demo, **options):
        settings.VAR.mkdir(parents=True, exist_ok=True)
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if missing:
            call_command("migrate", interactive=False, verbosity=0)
            self.stdout.write(f"Database: {len(missing)} migrations applied.")
            call_command("vocabularies")
            call_command("reindex")
        elif search.is_missing():
            self.stdout.write(f"Search: {search.rebuild()} texts indexed.")
        stamp = settings.VAR / "static.stamp"
        fingerprint = static_fingerprint()
        if not (settings.STATIC_ROOT.is_dir() and stamp.is_file() and stamp.read_text() == fingerprint):
            call_command("collectstatic", interactive=False, verbosity=0)
            stamp.write_text(fingerprint)
            self.stdout.write(f"Static files: collected into {settings.STATIC_ROOT}.")
        if demo:
            call_command("demo")


def static_fingerprint():
    """Changes whenever a static file's name, size or time does, or the way they are stored."""
    found = [settings.STORAGES["staticfiles"]]
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=None):
            stat = os.stat(storage.path(name))
            found.append([getattr(storage, "prefix", None), name, stat.st_size, stat.st_mtime_ns])
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()
