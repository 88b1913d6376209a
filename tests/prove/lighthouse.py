"""What Lighthouse says of a list and of a text on a phone, and how soon they can be read over a slow line."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from articles.addresses import article_url
from articles.models.edition import Edition
from articles.visible import forget
from pressoffice.ground.clock import database_now
from pressoffice.management.commands.office import site
from tests.factories import make_approver, make_writer
from tests.prove.lateness import _running, _wait_for
from tests.services import CHROMIUM_NAMES, find_program, free_port
from tests.web.texts import make

VERSION = "12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
SLOW = {"latency": 400, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8, "offline": False}
HANDSHAKES = 2 * SLOW["latency"] / 1000  # of TCP and TLS: the browser's slow line leaves them out
SOON = 2.0  # seconds
READABLE = """() => new Promise((done) => new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
    .observe({type: 'largest-contentful-paint', buffered: true}))"""


def run(*, rounds: int, progress: Callable[[float, float], None]) -> tuple[str, list[str]]:
    """Each page is judged ``rounds`` times; the median counts. Less than 100 is a fault, more than two seconds too."""
    call_command("prepare", verbosity=0)
    make(20, writer=make_writer(), approver=make_approver())
    call_command("settle", verbosity=0)
    forget()
    port = free_port()
    edition = Edition.objects.listed(database_now()).order_by("-published_at").first()
    with translation.override("en"):
        pages = {"list": reverse("news"), "text": article_url(edition)}
    said: list[str] = []
    faults: list[str] = []
    with _running(site(port, 1)):
        _wait_for(port)
        for number, (name, path) in enumerate(pages.items()):
            address = f"http://127.0.0.1:{port}{path}"
            reports = [_judge(address) for _round in range(rounds)]
            scores = {key: _median(one["categories"][key]["score"] * 100 for one in reports) for key in CATEGORIES}
            soon = _median(_seconds_to_read(address) for _round in range(rounds))
            said.append(
                f"{name} {' / '.join(f'{score:.0f}' for score in scores.values())}, readable after {soon:.1f} s"
            )
            faults += [f"{name}: {key} is {score:.0f}" for key, score in scores.items() if score < 100]
            faults += [f"{name}: {fault}" for fault in _faults(reports[-1])] if min(scores.values()) < 100 else []
            faults += [f"{name}: readable after {soon:.1f} s"] if soon > SOON else []
            progress(number + 1, len(pages))
    return f"performance / accessibility / best practices / SEO: {'; '.join(said)} (400 ms, slow 4G)", faults


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


def _judge(address: str) -> dict[str, Any]:
    """Lighthouse's report for a phone."""
    npx, chromium = shutil.which("npx"), find_program(CHROMIUM_NAMES)
    if not npx or not chromium:
        raise RuntimeError("Lighthouse needs Node.js with npx, and Chromium.")
    report = settings.VAR / "lighthouse.json"
    command = [
        npx, "--yes", f"lighthouse@{VERSION}", address, "--quiet", "--output=json", f"--output-path={report}",
        f"--only-categories={','.join(CATEGORIES)}", "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]  # fmt: skip
    subprocess.run(command, env=os.environ | {"CHROME_PATH": chromium}, check=True, capture_output=True, timeout=300)
    return json.loads(report.read_text())


def _faults(report: dict[str, Any]) -> list[str]:
    """What Lighthouse took points off for."""
    weighed = {ref["id"] for key in CATEGORIES for ref in report["categories"][key]["auditRefs"] if ref["weight"]}
    found = [report["audits"][name] for name in weighed if (report["audits"][name]["score"] or 0) < 1]
    return [f"{one['title']} {one.get('displayValue', '')}".strip() for one in found if one["score"] is not None]


def _seconds_to_read(address: str) -> float:
    """Until the largest part of the page stands, on a new browser's slow line, handshakes included."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_program(CHROMIUM_NAMES), args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2).new_page()
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", SLOW)
        page.goto(address, wait_until="load", timeout=60_000)
        found = page.evaluate(READABLE) / 1000 + HANDSHAKES
        browser.close()
    return found
