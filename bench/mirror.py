"""``python -m bench.mirror PORT FILE``: fetch every text with its body through the API, page by page.

FILE keeps the ids and the address of the next page, so that who was killed goes on where they stopped.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

from bench.load import ask

FIRST = "/api/v1/articles/?limit=100&order=published&fields=id,title,body"


def main() -> None:
    """Go on from what FILE says until there is no next page."""
    port, path = int(sys.argv[1]), Path(sys.argv[2])
    with path.open("a+") as kept:
        kept.seek(0)
        lines = [line for line in kept.read().split("\n") if line.endswith("]")]
        onward = json.loads(lines[-1])[0] if lines else FIRST
        kept.write("\n")  # what was being written when it was killed is no line
        while onward:
            status, _headers, body = ask(port, onward)
            if status != 200:
                raise SystemExit(f"{onward} answers {status}")
            page = json.loads(body)
            assert all(one["body"]["html"] for one in page["results"])
            following = urlsplit(page["next"]) if page["next"] else None
            onward = f"{following.path}?{following.query}" if following else ""
            kept.write(json.dumps([onward, *(one["id"] for one in page["results"])]) + "\n")
            kept.flush()


def ids(path: Path) -> list[str]:
    """The ids that were fetched so far, page by page."""
    return [one for line in path.read_text().split("\n") if line.endswith("]") for one in json.loads(line)[1:]]


if __name__ == "__main__":
    main()
