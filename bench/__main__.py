"""How fast the public site and the API answer, beside a plain Django application and beside bare bytes.

    python -m bench                                     every row, both databases, 100,000 texts; writes the page
    python -m bench --rows listing,article --db postgresql --size 10000
    python -m bench --growth                            ours alone, over sizes
    python -m bench --serve ours --db postgresql        only start the server, and say where it listens

Databases are made at the first use and kept under VAR/bench (minutes for 100,000 texts).
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench import mirror, report
from bench.corpus import Corpus
from bench.databases import ROOT, Database, database
from bench.load import Answers, ask, request, run
from bench.rows import Row, deep_pages, rows
from bench.servers import Server, serve, serve_bytes

GROWTH_ROWS = ("listing", "filtered", "article", "api-20")


def say(line: str) -> None:
    """Tell how it goes on."""
    print(line, file=sys.stderr, flush=True)


def main() -> None:
    """Measure what the command line asks for."""
    options = _options()
    if options.serve:
        _serve_until_told(options)
        return
    found: dict[str, Any] = {"machine": report.machine(), "size": options.size, "rounds": options.rounds, "db": {}}
    if options.growth:
        found["growth"] = {vendor: _growth(vendor, options) for vendor in options.db}
    else:
        for vendor in options.db:
            found["db"][vendor] = _compare(vendor, options)
    path = report.keep(found)
    say(f"kept in {path}")
    print(report.tables(found))
    if options.write:
        report.write_page()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.split("\n")[0])
    parser.add_argument("--rows", default="", help="which, by commas; all if not given")
    parser.add_argument("--db", default="sqlite,postgresql", help="sqlite, postgresql or both")
    parser.add_argument("--size", type=int, default=100_000, help="texts")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0, help="for each row and round")
    parser.add_argument("--growth", action="store_true", help="ours alone, over --sizes")
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--again", action="store_true", help="make the databases anew")
    parser.add_argument("--no-write", dest="write", action="store_false", help="leave docs/performance.md alone")
    parser.add_argument("--serve", default="", help="ours or plain: start the server and wait")
    parser.add_argument("--page-cache", action="store_true", help="with --serve: keep whole pages")
    options = parser.parse_args()
    options.db = options.db.split(",")
    options.rows = [name for name in options.rows.split(",") if name]
    options.sizes = [int(size) for size in options.sizes.split(",")]
    return options


def _serve_until_told(options: argparse.Namespace) -> None:
    with (
        database(options.serve, options.db[-1], options.size, again=options.again) as over,
        serve(over, page_cache=options.page_cache) as server,
    ):
        say(f"http://127.0.0.1:{server.port}/ (Host: press.example, X-Forwarded-Proto: https), {over.url}")
        for row in rows(Corpus(options.size)):
            say(f"  {row.name:14} {(row.of(options.serve) or ['-'])[0]}")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            pass


# --- One row ----------------------------------------------------------------------------------------------------------


class Measured:
    """The rounds of one row on one server."""

    def __init__(self) -> None:
        self.rounds: list[dict[str, float]] = []
        self.statuses: dict[int, int] = {}

    def add(self, answers: Answers, processor: float) -> None:
        """One round."""
        for status, count in answers.statuses.items():
            self.statuses[status] = self.statuses.get(status, 0) + count
        self.rounds.append(
            {
                "rps": answers.count / answers.elapsed,
                "p50": answers.share(0.5) * 1000,
                "p99": answers.share(0.99) * 1000,
                "cpu": processor / answers.count * 1000,
                "bytes": answers.sizes / answers.count,
            }
        )

    def medians(self) -> dict[str, Any]:
        """The middle of each figure; times in milliseconds."""
        names = self.rounds[0]
        return {name: statistics.median(one[name] for one in self.rounds) for name in names} | {
            "statuses": self.statuses
        }


def _round(server: Server, asked: list[bytes], seconds: float, seed: int) -> tuple[Answers, float]:
    before = server.processor_seconds()
    answers = run(server.port, asked, seconds=seconds, seed=seed, connections=4)
    return answers, server.processor_seconds() - before


def _warm(server: Server, asked: list[bytes], seconds: float) -> None:
    run(server.port, asked, seconds=seconds, seed=99)


def _interleaved(
    servers: list[tuple[Server, list[bytes]]], options: argparse.Namespace, name: str
) -> dict[str, dict[str, Any]]:
    """Rounds over the servers in turn: what disturbs the machine for a while disturbs all of them."""
    found = {server.name: Measured() for server, _asked in servers}
    for server, asked in servers:
        _warm(server, asked, min(2.0, options.seconds))
    for number in range(options.rounds):
        for server, asked in servers:
            found[server.name].add(*_round(server, asked, options.seconds, number))
    medians = {name: measured.medians() for name, measured in found.items()}
    for server_name, one in medians.items():
        say(
            f"  {name:14} {server_name:20} {one['cpu']:8.2f} ms cpu {one['rps']:9.1f} /s"
            f"  p50 {one['p50']:8.2f}  p99 {one['p99']:8.2f}  {one['bytes'] / 1024:6.1f} KB  {one['statuses']}"
        )
    return medians


# --- Ours beside the baseline -----------------------------------------------------------------------------------------


def _compare(vendor: str, options: argparse.Namespace) -> dict[str, Any]:
    corpus = Corpus(options.size)
    every = rows(corpus)
    wanted = [row for row in every if not options.rows or row.name in options.rows]
    found: dict[str, Any] = {}
    with ExitStack() as room:
        over = {
            app: room.enter_context(database(app, vendor, options.size, again=options.again))
            for app in ("plain", "ours")
        }
        _make_pages(over["ours"])
        servers = {app: room.enter_context(serve(one)) for app, one in over.items()}
        for row in wanted:
            if row.name == "deep" and options.size >= 50_000:
                row.ours = deep_pages(servers["ours"].port)
        wanted = [row for row in wanted if row.ours]
        statements = {app: _statements(one, wanted) for app, one in over.items()}
        say(f"{vendor}, {options.size:,} texts")
        for row in wanted:
            pairs = [(servers[app], [request(path) for path in row.of(app)]) for app in ("plain", "ours")]
            found[row.name] = _interleaved(pairs, options, row.name)
            for app in over:
                found[row.name][app] |= {"statements": statements[app][row.name]["statements"]}
        if not options.rows or "front" in options.rows:
            found["front"] = _front(over["ours"], servers["ours"], options)
        if not options.rows or "mirror" in options.rows:
            found["mirror"] = _mirror(corpus, servers["ours"])
    return found


def _make_pages(over: Database) -> None:
    """Make the pages of the texts that are asked for, with the templates of today."""
    over.run("bench.pages", str(over.size))


def _statements(over: Database, wanted: list[Row]) -> dict[str, Any]:
    asked = {row.name: (row.of(over.app) * 3)[:3] for row in wanted}
    done = subprocess.run(
        [sys.executable, "-m", "bench.probe"],
        input=json.dumps(asked), env=over.environment(), cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)


def _front(over: Database, bare: Server, options: argparse.Namespace) -> dict[str, Any]:
    """A page that is kept, and the answer that nothing has changed, beside bare bytes."""
    path = "/en/news/"
    _status, headers, body = ask(bare.port, path)
    with serve(over, page_cache=True) as cached, serve_bytes(body, headers["content-type"]) as ceiling:
        _status, headers, _body = ask(cached.port, path)
        unchanged = request(path, If_None_Match=headers["etag"])
        kept = _interleaved([(ceiling, [request(path)]), (cached, [request(path)])], options, "kept page")
        same = _interleaved([(ceiling, [request(path)]), (cached, [unchanged])], options, "304")
    return {"page": kept, "304": same}


def _mirror(corpus: Corpus, server: Server) -> dict[str, Any]:
    """Every text with its body by one client, which is killed twice on the way."""
    expected = sum(text.listed for text in corpus.texts())
    command = [sys.executable, "-m", "bench.mirror", str(server.port)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "state"
        before, began = server.processor_seconds(), time.monotonic()
        for part in (0.2, 0.5):
            client = subprocess.Popen([*command, str(path)], cwd=ROOT)
            while client.poll() is None and (not path.exists() or len(mirror.ids(path)) < part * expected):
                time.sleep(0.3)
            client.kill()
            client.wait()
        subprocess.run([*command, str(path)], cwd=ROOT, check=True)
        seconds, processor = time.monotonic() - began, server.processor_seconds() - before
        fetched = mirror.ids(path)
    whole = {
        "texts": len(set(fetched)), "expected": expected, "twice": len(fetched) - len(set(fetched)),
        "seconds": seconds, "cpu": processor / max(1, len(fetched)) * 1000,
    }  # fmt: skip
    say(f"  mirror {whole}")
    return whole


# --- Ours over sizes --------------------------------------------------------------------------------------------------


def _growth(vendor: str, options: argparse.Namespace) -> dict[str, Any]:
    """Rows of every size, the sizes in turn."""
    measured: dict[str, dict[int, Measured]] = {}
    with ExitStack() as room:
        asked = {}
        for size in options.sizes:
            over = room.enter_context(database("ours", vendor, size, again=options.again))
            _make_pages(over)
            every = {row.name: row.ours for row in rows(Corpus(size)) if row.name in (options.rows or GROWTH_ROWS)}
            server = room.enter_context(serve(over))
            asked[size] = server, {name: [request(path) for path in paths] for name, paths in every.items()}
        for name in next(iter(asked.values()))[1]:
            measured[name] = {size: Measured() for size in asked}
            for server, requests in asked.values():
                _warm(server, requests[name], 2.0)
            for number in range(options.rounds):
                for size, (server, requests) in asked.items():
                    measured[name][size].add(*_round(server, requests[name], options.seconds, number))
    found = {name: {str(size): one.medians() for size, one in sizes.items()} for name, sizes in measured.items()}
    for name, sizes in found.items():
        say(f"  {name:14} " + "   ".join(f"{size}: {one['cpu']:.2f} ms" for size, one in sizes.items()))
    return found


if __name__ == "__main__":
    main()
