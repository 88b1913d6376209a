import json
import sys
from pathlib import Path

import orjson
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from articles.importer.parse import exchange_record, parse
from articles.importer.reading import MOST_BYTES, Refused, decode, too_large
from articles.importer.records import import_text
from pressoffice.ground.clock import database_now


class Command(BaseCommand):
    help = (
        "Read raw press texts into drafts and proposals. PATH is a file, or a folder whose .txt files are read. "
        "Running it twice changes nothing: the same bytes are imported once; new bytes under a known file name are "
        "proposed to the article that came from it. A file that cannot be read is reported and the rest go on; the "
        "exit status is 1 if any was refused."
    )

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="*", type=Path, default=[Path("seeds")], metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="Parse only; the database is not touched.")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="What --dry-run prints.")
        parser.add_argument("--output", type=Path, metavar="DIR", help="Write one <file stem>.json a text; no records.")
        parser.add_argument("--encoding", default="utf-8", help="Of the files; never guessed. Default: utf-8.")
        parser.add_argument("--max-bytes", type=int, default=MOST_BYTES, help="Size of the largest text taken.")
        parser.add_argument("--as", dest="username", help="The member of staff recorded as author of the words.")

    def handle(self, *, paths, dry_run, format, output, encoding, max_bytes, username, **options):
        by = self._user(username)
        files = list(_files(paths))
        if output:
            output.mkdir(parents=True, exist_ok=True)
        counts: dict[str, int] = {}
        printed: dict[str, dict] = {}
        with self._progress(len(files)) as progress:
            task = progress.add_task("texts", total=len(files))
            for path in files:
                try:
                    outcome = self._one(path, by, dry_run, output, encoding, max_bytes, printed)
                except (Refused, OSError) as refusal:
                    outcome = "refused"
                    line = f", line {refusal.line}" if getattr(refusal, "line", None) else ""
                    self.stderr.write(f"{path}{line}: {refusal}")
                counts[outcome] = counts.get(outcome, 0) + 1
                progress.advance(task)
        if dry_run and format == "json":
            self.stdout.write(json.dumps(printed, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(", ".join(f"{number} {outcome}" for outcome, number in counts.items()) or "no texts")
        if counts.get("refused"):
            sys.exit(1)

    def _one(self, path, by, dry_run, output, encoding, max_bytes, printed):
        """Read one file; returns the word for what became of it."""
        if path.is_symlink():
            raise Refused("a symbolic link is not followed; name the file itself")
        if path.stat().st_size > max_bytes:
            raise too_large(path.stat().st_size, max_bytes)
        raw = path.read_bytes()
        text = decode(raw, encoding=encoding, most_bytes=max_bytes)
        if dry_run or output:
            record = exchange_record(parse(text))
            printed[path.stem] = record
            if output:
                (output / f"{path.stem}.json").write_bytes(orjson.dumps(record, option=orjson.OPT_INDENT_2))
            return "parsed"
        done = import_text(text, raw, name=path.name, by=by, now=database_now())
        if self.verbose:
            self.stdout.write(f"{path.name}: {done.outcome}, PR-{done.article.reference}, {done.proposals} proposals")
        return done.outcome

    verbose = False

    def execute(self, *args, **options):
        self.verbose = options.get("verbosity", 1) > 1
        return super().execute(*args, **options)

    def _user(self, username):
        if not username:
            return None
        user = get_user_model().objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active member of staff “{username}”.")
        return user

    def _progress(self, total):
        console = Console(stderr=True)
        return Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            disable=total < 20 or not console.is_terminal,
        )


def _files(paths):
    """The files of ``paths``, folders opened, in a stable order. A path that is not there is refused by name."""
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*.txt") if one.is_file() or one.is_symlink())
        elif path.exists() or path.is_symlink():
            yield path
        else:
            raise CommandError(f"There is no file or folder “{path}”.")
