"""What stands in one cell: lists, rows told by name and reference, and text that no program takes for a formula."""

import datetime as dt
import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_TAGGED = re.compile(r"(?s)(?P<name>.*)\s*\[(?P<tag>[^\[\]]*)\]")


def guarded(text):
    """``text`` so that a spreadsheet shows it and computes nothing (CWE-1236): an apostrophe before ``= + - @``."""
    clean = _CONTROLS.sub("", str(text))
    return f"'{clean}" if _FORMULA.match(clean) else clean


def unguarded(text):
    """The text that ``guarded`` was given."""
    return text[1:] if _GUARDED.match(text) else text


def cell_text(value):
    """The text of a cell as a spreadsheet hands it over, in which days and numbers may have become values."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unguarded(tidy(_CONTROLS.sub("", str(value))))


def tidy(text):
    """``text`` without blanks around it, its lines ended alike."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def joined(parts):
    """A list as one cell: its parts with ``; `` between them; a ``;`` within a part is written ``\\;``."""
    return "; ".join(part.replace("\\", "\\\\").replace(";", "\\;") for part in parts)


def parted(text):
    """The parts of a cell that ``joined`` wrote, or somebody typed; empty ones left out."""
    parts, part, escaped = [], "", False
    for letter in text:
        if escaped:
            part, escaped = part + letter, False
        elif letter == "\\":
            escaped = True
        elif letter == ";":
            parts.append(part)
            part = ""
        else:
            part += letter
    parts.append(part + ("\\" if escaped else ""))
    return [one.strip() for one in parts if one.strip()]


def tagged(name, tag):
    """A name with what tells it from others: ``Georgia [7KQM3X]``; the name alone where there is nothing to say."""
    return f"{name} [{tag}]" if tag or "[" in name else name


def untagged(text):
    """``(name, tag)`` of a cell that ``tagged`` wrote; the tag is empty where there is none."""
    match = _TAGGED.fullmatch(text)
    return (match["name"].strip(), match["tag"].strip()) if match else (text.strip(), "")
