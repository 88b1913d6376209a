"""Results as files under ``bench/results`` and as tables in ``docs/performance.md``."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.corpus import Corpus
from bench.databases import ROOT
from bench.rows import Row, rows

RESULTS = ROOT / "bench" / "results"
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
VENDORS = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}


def machine() -> dict[str, Any]:
    """What it was measured on: classes, no names."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    changed = subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=False)
    return {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "commit": commit.stdout.strip() + ("+" if changed.stdout.strip() else ""),
        "processor": model,
        "cores": os.cpu_count(),
        "memory_gb": round(memory),
        "load_before": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        **{name: version(name) for name in ("Django", "djangorestframework", "django-filter", "granian", "psycopg")},
    }


def keep(found: dict[str, Any]) -> Path:
    """Keep what was measured; the newest of each kind is what the page shows."""
    RESULTS.mkdir(exist_ok=True)
    kind = "growth" if "growth" in found else "-".join([*sorted(found["db"]), str(found["size"])])
    path = RESULTS / f"{kind}.json"
    if path.exists() and "db" in found:  # a run of some rows leaves the others as they were
        before = json.loads(path.read_text())
        for vendor, measured in found["db"].items():
            found["db"][vendor] = {**before["db"].get(vendor, {}), **measured}
    path.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
    return path


def tables(found: dict[str, Any]) -> str:
    """The tables of one result, as Markdown."""
    parts = []
    for vendor, measured in found["db"].items():
        parts += [f"### {VENDORS[vendor]}, {found['size']:,} texts", _compared(measured, rows(Corpus(1)))]
        if "front" in measured:
            parts += ["", _front(measured["front"])]
        if one := measured.get("mirror"):
            parts += [
                "",
                f"Mirror: one client fetched {one['texts']:,} of {one['expected']:,} texts with their bodies"
                f" by pages of 100 in {one['seconds']:,.0f} s ({one['cpu']:.2f} ms of processor a text), was killed"
                f" twice on the way and went on; {one['twice']} came twice.",
            ]
    if "sqlite" in found["db"] and "postgresql" in found["db"]:
        parts += ["### SQLite beside PostgreSQL", _vendors(found["db"])]
    for vendor, measured in found.get("growth", {}).items():
        parts += [f"### Growth, {VENDORS[vendor]}", _growth(measured)]
    return "\n".join(parts)


def _table(head: list[str], lines: list[list[str]]) -> str:
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(line) + " |" for line in [head, rule, *lines])


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _compared(measured: dict[str, Any], known: list[Row]) -> str:
    head = ["row", "plain ms", "ours ms", "times", "aim", "plain /s", "ours /s", "plain p50", "ours p50", "plain p99"]
    head += ["ours p99", "plain SQL", "ours SQL", "plain KB", "ours KB"]
    lines = []
    for row in known:
        if row.name not in measured:
            continue
        plain, ours = measured[row.name]["plain"], measured[row.name]["ours"]
        line = [row.title, _figure(plain["cpu"]), _figure(ours["cpu"]), _figure(plain["cpu"] / ours["cpu"])]
        line.append(f"{row.aim:.0f}")
        for figure in ("rps", "p50", "p99"):
            line += [_figure(plain[figure]), _figure(ours[figure])]
        line += [str(plain["statements"]), str(ours["statements"])]
        line += [_figure(plain["bytes"] / 1024), _figure(ours["bytes"] / 1024)]
        lines.append(line)
    return _table(head, lines)


def _front(measured: dict[str, Any]) -> str:
    lines = []
    for title, name in (("kept page", "page"), ("nothing changed (304)", "304")):
        ceiling, ours = measured[name]["prebuilt bytes"], measured[name]["ours with page cache"]
        line = [title, _figure(ceiling["rps"]), _figure(ours["rps"]), _figure(ours["rps"] / ceiling["rps"])]
        lines.append([*line, _figure(ceiling["cpu"]), _figure(ours["cpu"]), _figure(ours["p50"]), _figure(ours["p99"])])
    head = ["row", "bytes /s", "ours /s", "share", "bytes ms", "ours ms", "ours p50", "ours p99"]
    return _table(head, lines)


def _vendors(measured: dict[str, Any]) -> str:
    lines = []
    for row in rows(Corpus(1)):
        if all(row.name in one for one in measured.values()):
            figures = [measured[vendor][row.name]["ours"]["cpu"] for vendor in ("postgresql", "sqlite")]
            lines.append([row.title, *map(_figure, figures), _figure(figures[1] / figures[0])])
    return _table(["row", "PostgreSQL ms", "SQLite ms", "ratio"], lines)


def _growth(measured: dict[str, Any]) -> str:
    sizes = list(next(iter(measured.values())))
    titles = {row.name: row.title for row in rows(Corpus(1))}
    lines = []
    for name, by_size in measured.items():
        figures = [by_size[size]["cpu"] for size in sizes]
        lines.append([titles[name], *map(_figure, figures), _figure(figures[-1] / figures[0])])
    return _table(["row", *(f"{int(size):,} ms" for size in sizes), "last to first"], lines)


def write_page() -> None:
    """Put the newest results between the marks of the page."""
    parts = []
    for path in sorted(RESULTS.glob("*.json"), key=lambda one: ("growth" in one.name, one.name)):
        found = json.loads(path.read_text())
        if found.get("size", 0) < 100_000 and "growth" not in found:
            continue
        on = found["machine"]
        parts.append(
            f"Measured {on['date']} at commit {on['commit']}: {on['cores']} cores ({on['processor']}),"
            f" {on['memory_gb']} GB, Python {on['python']}, Django {on['Django']}, DRF {on['djangorestframework']},"
            f" granian {on['granian']}; {found['rounds']} rounds."
        )
        parts.append(tables(found))
    before, _begin, rest = PAGE.read_text().partition(BEGIN)
    _old, _end, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n" + "\n\n".join(parts) + f"\n{END}{after}")
