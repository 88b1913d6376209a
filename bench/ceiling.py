"""An application that gives out the same bytes every time: nothing written in Python can be quicker on this server."""

import os
from pathlib import Path

ANSWER = Path(os.environ["BYTES"]).read_bytes()
HEADERS = [("Content-Type", os.environ["MEDIA_TYPE"]), ("Content-Length", str(len(ANSWER)))]


def application(environ, start_response):
    """Give out the bytes."""
    start_response("200 OK", HEADERS)
    return [ANSWER]
