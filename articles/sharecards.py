"""Pictures by which other sites show a text that is shared: 1200 x 630, one for each edition.

An edition never changes, and neither does its picture: it is drawn when it is first asked for and kept under ``VAR``.
The rule is asked every time, before the file: nothing is drawn, kept or sent of an edition that is not public.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _

from articles.addresses import site_language
from articles.models.edition import Edition
from pressoffice.ground.freshness import not_modified, stamped
from pressoffice.ground.intervals import is_public
from pressoffice.ground.problems import Problem, problem_response

WIDTH, HEIGHT, MARGIN = 1200, 630, 72
PAPER, INK, FAINT, LINE, ALARM = "#fbfaf6", "#15191d", "#4b535b", "#14506f", "#98191d"
MOST_LINES = 5
_LIVE = ("uid", "title", "language", "edition_class", "kind", "published_at", "article_reference",
         "public_from", "public_until", "article_uid", "redacted_at")  # fmt: skip


def card(request: Any, uid: Any) -> HttpResponseBase:
    """The picture of an edition that is public now. One statement.

    Of one that another edition follows, a redirect to the picture of that; 410 where the words were taken back; 404
    where no such edition is or was public.
    """
    if request.method not in ("GET", "HEAD"):
        return problem_response(request, Problem("method-not-allowed"))
    unchanged = not_modified(request)
    if unchanged is not None:
        return unchanged
    were = Edition.objects.were_public(request.now)
    chain = list(were.filter(article_uid__in=were.filter(uid=uid).values("article_uid")).only(*_LIVE))
    asked = next((edition for edition in chain if edition.uid == uid), None)
    live = next((edition for edition in chain if is_public(edition, request.now)), None)
    if asked is None:
        raise Http404
    if live is None or live.is_tombstone or live.redacted_at is not None:
        forget(chain)
        return stamped(request, HttpResponse(status=410))
    if asked is not live:
        return stamped(request, HttpResponseRedirect(reverse("card", args=[live.uid])))
    return stamped(request, HttpResponse(kept(live), content_type="image/png"))


card.csrf_exempt = True  # type: ignore[attr-defined]


def kept(edition: Edition) -> bytes:
    """The picture of ``edition`` from its file, drawn where there is none yet. Two at once write the same bytes."""
    file = _folder() / f"{edition.uid}.{_made_with()}.png"
    try:
        return file.read_bytes()
    except FileNotFoundError:
        picture = drawn(edition)
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as part:
        part.write(picture)
    os.replace(part.name, file)
    return picture


def forget(editions: list[Edition]) -> None:
    """Keep no picture of words that were taken back."""
    for edition in editions:
        for file in _folder().glob(f"{edition.uid}.*"):
            file.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.VAR, "cards")


def _made_with() -> str:
    """What beside the edition stands on a picture, in short; the drawing itself by a number that counts up."""
    basis = [1, settings.OFFICE_NAME, settings.OFFICE_TIME_ZONE, settings.DEMO]
    return hashlib.sha256(repr(basis).encode()).hexdigest()[:12]


# --- Drawing ----------------------------------------------------------------------------------------------------------


def drawn(edition: Edition) -> bytes:
    """The picture: office, kind, headline, date, reference; and whether the text is withdrawn. PNG."""
    from PIL import Image, ImageDraw  # here, because few processes ever draw one

    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    with translation.override(site_language(edition.language)):
        local = edition.published_at.astimezone(ZoneInfo(settings.OFFICE_TIME_ZONE))
        date = formats.date_format(local, "DATE_FORMAT")
        mark = _("Withdrawn") if edition.is_withdrawn else _("Demonstration text") if settings.DEMO else ""
        kind = str(edition.get_kind_display())
    alarm = ALARM if mark else LINE
    draw.rectangle((0, 0, WIDTH, 14), fill=alarm)
    draw.text((MARGIN, 58), _shortened(draw, settings.OFFICE_NAME, _font("Semibold", 34), WIDTH - 2 * MARGIN),
              font=_font("Semibold", 34), fill=INK)  # fmt: skip
    draw.text((MARGIN, 106), _readable(f"{mark} · {kind}" if mark else kind), font=_font("Regular", 28),
              fill=ALARM if mark else FAINT)  # fmt: skip
    lines, font, leading = _headline(draw, edition.title)
    top = 168 + (HEIGHT - 168 - 110 - leading * len(lines)) // 2
    for number, line in enumerate(lines):
        draw.text((MARGIN, top + number * leading), line, font=font, fill=INK)
    draw.line((MARGIN, HEIGHT - 96, WIDTH - MARGIN, HEIGHT - 96), fill=alarm, width=2)
    draw.text((MARGIN, HEIGHT - 78), date, font=_font("Regular", 30), fill=FAINT)
    reference = f"PR-{edition.article_reference}"
    width = draw.textlength(reference, font=_font("Semibold", 30))
    draw.text((WIDTH - MARGIN - width, HEIGHT - 78), reference, font=_font("Semibold", 30), fill=FAINT)
    sent = BytesIO()
    image.quantize(64).save(sent, "PNG", optimize=True)
    return sent.getvalue()


def _headline(draw: Any, title: str) -> tuple[list[str], Any, int]:
    """The lines of a headline in the largest size that holds all of it, cut where none does."""
    words = _readable(title)
    lines: list[str] = []
    for size in (68, 60, 52, 46):
        font, leading = _font("Semibold", size), round(size * 1.18)
        lines = _wrapped(draw, words, font)
        if len(lines) * leading <= HEIGHT - 168 - 110 and len(lines) <= MOST_LINES:
            return lines, font, leading
    *kept_lines, last = lines[:MOST_LINES]
    return [*kept_lines, _shortened(draw, f"{last} …", font, WIDTH - 2 * MARGIN)], font, leading


def _wrapped(draw: Any, words: str, font: Any) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(longer, font=font) <= WIDTH - 2 * MARGIN:
            lines[-1] = longer
        else:
            lines.append(_shortened(draw, word, font, WIDTH - 2 * MARGIN))
    return lines


def _shortened(draw: Any, words: str, font: Any, width: int) -> str:
    """``words``, cut so that they fit."""
    words = _readable(words)
    if draw.textlength(words, font=font) <= width:
        return words
    while words and draw.textlength(f"{words}…", font=font) > width:
        words = words[:-1]
    return f"{words.rstrip(' …')}…"


@cache
def _font(weight: str, size: int) -> Any:
    """Source Serif Pro (SIL Open Font License), which has the letters of every language of the site."""
    import font_source_serif_pro
    from PIL import ImageFont

    return ImageFont.truetype(
        font_source_serif_pro.font_files_ttf[f"SourceSerifPro{weight.replace('Regular', '')}"], size
    )


def _readable(words: str) -> str:
    """``words`` where the font has their letters; nothing rather than a row of boxes."""
    lacking = sum(not _has(letter) for letter in words if not letter.isspace())
    if lacking * 4 > len(words):
        return ""
    return "".join(letter if letter.isspace() or _has(letter) else "" for letter in words)


@cache
def _has(letter: str) -> bool:
    """Whether the font can draw a letter: its picture is not that of a letter that does not exist."""
    font = _font("Regular", 30)
    return font.getmask(letter).getbbox() != font.getmask("\uffff").getbbox() or bytes(font.getmask(letter)) != bytes(
        font.getmask("\uffff")
    )
