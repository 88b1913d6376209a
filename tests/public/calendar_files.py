"""Calendar files (iCalendar) as a strict program reads them."""

import re

from icalendar import Calendar


def entries(response):
    """The VEVENTs of an answer by name; the answer is held to RFC 5545 before it is read."""
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    require_rfc_5545(response.content)
    return {str(entry["SUMMARY"]): entry for entry in Calendar.from_ical(response.content).walk("VEVENT")}


def require_rfc_5545(content):
    """Fail where bytes are not an iCalendar stream: lines, folding, nesting, what must be there and how often."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    physical = content.split(b"\r\n")[:-1]
    assert not any(b"\r" in line or b"\n" in line for line in physical)
    assert all(len(line) <= 75 for line in physical)
    for line in physical:
        line.decode()  # no character is broken by a fold
    lines = content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
    assert all(re.match(r"[A-Z][A-Z0-9-]*[;:]", line) for line in lines)
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "".join(lines))
    assert lines[0] == "BEGIN:VCALENDAR"
    open_parts, held = [], {}
    for line in lines:
        name, value = re.match(r"([A-Z0-9-]+)(?:;[^:]*)?:(.*)", line).groups()
        if name == "BEGIN":
            open_parts.append(value)
            held[len(open_parts)] = []
        elif name == "END":
            require_properties(value, held[len(open_parts)])
            assert open_parts.pop() == value
        else:
            held[len(open_parts)].append(name)
    assert open_parts == []
    assert re.search(r"^BEGIN:(VEVENT|VTIMEZONE)$", "\n".join(lines), re.M)
    used = set(re.findall(r"TZID=([^:;]+)", content.replace(b"\r\n ", b"").decode()))
    assert used <= set(re.findall(r"^TZID:(.+)$", "\n".join(lines), re.M))


def require_properties(component, names):
    """Fail unless a component has what it must have once, and nothing it must not have."""
    once = {
        "VCALENDAR": ("PRODID", "VERSION"),
        "VEVENT": ("UID", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS", "LAST-MODIFIED", "SUMMARY"),
        "VTIMEZONE": ("TZID",),
        "STANDARD": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"),
        "DAYLIGHT": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"),
    }[component]
    assert [names.count(name) for name in once] == [1] * len(once), component
    never_twice = {"DTEND", "DESCRIPTION", "LOCATION", "GEO", "URL", "TRANSP", "NAME", "REFRESH-INTERVAL", "SOURCE"}
    assert all(names.count(name) <= 1 for name in never_twice)
    assert not {"METHOD", "ORGANIZER", "ATTENDEE"} & set(names)


def offset_by(zone, wall):
    """The offset of a wall-clock time by the rules of a VTIMEZONE alone."""
    onsets = []
    for part in zone.subcomponents:
        dates = part.get("RDATE", [])
        dates = [one.dt for listed in (dates if isinstance(dates, list) else [dates]) for one in listed.dts]
        onsets += [(onset.replace(tzinfo=None), part["TZOFFSETTO"].td) for onset in (part["DTSTART"].dt, *dates)]
    return max((onset, offset) for onset, offset in onsets if onset <= wall)[1]
