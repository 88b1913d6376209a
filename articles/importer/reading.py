"""From bytes to text: refused clearly, or read exactly."""

from __future__ import annotations

import codecs

MOST_BYTES = 1024 * 1024


class Refused(Exception):
    """A file that cannot be imported. ``line`` is where, if there is one place; the message says why and the cure."""

    def __init__(self, reason: str, line: int | None = None):
        self.reason, self.line = reason, line
        super().__init__(reason)


def too_large(size: int, most_bytes: int) -> Refused:
    """The refusal of a file of ``size`` bytes."""
    return Refused(f"{size:,} bytes are more than the {most_bytes:,} allowed; raise --max-bytes if it is one text")


def decode(raw: bytes, *, encoding: str = "utf-8", most_bytes: int = MOST_BYTES) -> str:
    """``raw`` as text. Raises Refused for what is too large, empty, binary or not of ``encoding``; never guesses."""
    if len(raw) > most_bytes:
        raise too_large(len(raw), most_bytes)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not encoding.lower().startswith("utf-16"):
        raise Refused("this looks like UTF-16; say --encoding utf-16", line=1)
    if encoding.lower() in ("utf-8", "utf8"):
        encoding = "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Refused(
            f"byte {error.start} is not {encoding.removesuffix('-sig')}; say --encoding", line=line
        ) from error
    except LookupError as error:
        raise Refused(f"there is no encoding “{encoding}”") from error
    if "\x00" in text:
        raise Refused("a NUL character: this is not a text", line=text[: text.index("\x00")].count("\n") + 1)
    if not text.strip():
        raise Refused("there is no text in it")
    return text
