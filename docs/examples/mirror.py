"""Keep a copy of a press office's texts that misses nothing, whatever becomes of them:

    python mirror.py https://press.example.org copy

Begins with all that is public now, goes on with what changed since, and may be stopped at any moment: the next run
resumes where this one was. `copy/article/` holds one JSON file per text, `copy/official/` and its kin what the
registers say. Run it every minute, or with `--every 60`. It needs nothing but Python; change it as you like.
"""

import argparse
import json
import os
import time
import urllib.error
import urllib.request
from pathlib import Path

BEGIN = "/api/v1/changes/?snapshot=true&expand=article&limit=100"


def fetch(url):
    """The JSON at an address of the API; None where there is nothing any more (404, 410)."""
    request = urllib.request.Request(url, headers={"Accept": "application/json", "User-Agent": "mirror-example/1"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        if error.code in (404, 410):
            return None
        raise


def keep(path, value):
    """Write ``value`` in one step, so that a file is never half of one; None deletes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if value is None:
        path.unlink(missing_ok=True)
        return
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(fresh, path)


def apply(change, folder):
    """Do what one change asks for; doing it twice does no harm. A type nobody has heard of is fetched as well."""
    subject = change["type"].partition(".")[0]
    path = folder / subject / f"{change['id']}.json"
    if subject == "article":  # sent along as it is now; gone where it was retracted, whether before this line or by it
        keep(path, None if "tombstone" in change else change["article"])
    elif change["url"]:
        row = fetch(change["url"])  # what was merged leads on to what it is called now
        if row and row["id"] != change["id"]:
            keep(path, None)
            path = path.with_name(f"{row['id']}.json")
        keep(path, row)


def follow(site, folder):
    """Bring the copy in ``folder`` up to date with ``site``."""
    place = folder / "place.json"
    url = json.loads(place.read_text()) if place.exists() else site.rstrip("/") + BEGIN
    caught_up = False
    while not caught_up:
        page = fetch(url)
        for change in page["results"]:
            apply(change, folder)
        url, caught_up = page["next"], page["caught_up"]
        keep(place, url)  # only now: a run that is stopped above does the same page again


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=float, default=0, metavar="SECONDS", help="go on for ever")
    asked = parser.parse_args()
    follow(asked.site, asked.folder)
    while asked.every:
        time.sleep(asked.every)
        follow(asked.site, asked.folder)
