"""What the templates of the public site are made with."""

import datetime as dt
import re
from functools import lru_cache

from babel import Locale
from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from pressoffice.ground.partial_dates import PartialDate

register = template.Library()


@register.filter
def stored_html(html):
    """The HTML of a text's block as it is stored: the one place of the site where markup is trusted.

    It was sanitised on save and again when the edition was frozen (``articles.blocks``), and no edition changes.
    """
    return mark_safe(html)


def office_place():
    """The place by which the office's clock is known: ``Baku`` for ``Asia/Baku``."""
    return settings.OFFICE_TIME_ZONE.rsplit("/", 1)[-1].replace("_", " ")


_standing = {}


@register.simple_tag(takes_context=True)
def standing(context, name, section=""):
    """The template ``name``, rendered once for each language and ``section``: for what nothing else can change.

    It is given ``section`` and what the site says about the office, and nothing of the request.
    """
    given = {key: context.get(key) for key in ("OFFICE_NAME", "OFFICE_EMAIL", "OFFICE_TIME_ZONE", "DEMO")}
    key = (name, get_language(), section, *given.values())
    if key not in _standing or settings.DEBUG:
        _standing[key] = mark_safe(render_to_string(name, {**given, "section": section}))
    return _standing[key]


@register.simple_tag
def moment(instant):
    """Date and time in the office's zone, and in UTC where that differs."""
    return _moment(instant, get_language(), settings.OFFICE_TIME_ZONE)


@lru_cache(maxsize=10_000)
def _moment(instant, _language, _zone):
    local, utc = timezone.localtime(instant), instant.astimezone(dt.UTC)
    words = f"{formats.date_format(local, 'DATE_FORMAT')}, {local:%H:%M} {office_place()}"
    if local.utcoffset():
        other_day = "" if local.date() == utc.date() else f"{formats.date_format(utc, 'SHORT_DATE_FORMAT')} "
        words += f" ({other_day}{utc:%H:%M} UTC)"
    return format_html('<time datetime="{}">{}</time>', f"{utc:%Y-%m-%dT%H:%M:%SZ}", words)


@register.simple_tag
def day(instant):
    """The date in the office's zone. A gap stays one."""
    if isinstance(instant, str):
        return instant
    local = timezone.localtime(instant)
    return format_html(
        '<time datetime="{}">{}</time>',
        f"{instant.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
        formats.date_format(local, "DATE_FORMAT"),
    )


@register.simple_tag
def hour(instant):
    """The hour in the office's zone, where the day stands beside it. A gap stays one."""
    if isinstance(instant, str):
        return instant
    local = timezone.localtime(instant)
    return format_html(
        '<time datetime="{}">{}</time>', f"{instant.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}", f"{local:%H:%M}"
    )


@register.filter
def office_day(instant):
    """The day in the office's zone."""
    return timezone.localdate(instant)


@register.filter
def partial_date(text):
    """An EDTF date in words, saying only what is known; empty for none."""
    return PartialDate(text).words() if text else ""


@register.filter
def period(row):
    """From when until when, in words; ``date_words`` of an event where its dates are not known."""
    starts, ends = partial_date(row.starts), partial_date(row.ends)
    if starts and ends and starts != ends:
        return f"{starts} – {ends}"
    if starts or ends:
        return starts or _("until %(day)s") % {"day": ends}
    return getattr(row, "date_words", "")


@register.filter
def tenure(position):
    """How long a position is or was held, in words; empty where neither end is known."""
    starts, ends = partial_date(position.starts), partial_date(position.ends)
    if starts and ends:
        return f"{starts} – {ends}"
    if starts:
        return _("since %(day)s") % {"day": starts}
    return _("until %(day)s") % {"day": ends} if ends else ""


@register.filter
def direction(language):
    """``rtl`` or ``ltr``. (Django's own table of languages takes Azerbaijani for right-to-left.)"""
    return "rtl" if (language or "").split("-")[0] in settings.LANGUAGES_BIDI else "ltr"


@register.filter
def language_name(language):
    """The language's name in itself."""
    try:
        return get_language_info(language)["name_local"]
    except KeyError:
        return language


@register.simple_tag
def lang(language):
    """``lang`` and ``dir`` attributes where words are in another language than the page; nothing where not."""
    if not language or language == get_language():
        return ""
    return format_html(' lang="{}" dir="{}"', language, direction(language))


@register.simple_tag
def called(row):
    """The name of a register row, or the title of a position, in the page's language.

    Where nobody gave it in this language, it is the one in the default language, marked as such.
    """
    name = row.label
    tongue = get_language() if (row.labels or {}).get(get_language()) else settings.LANGUAGE_CODE
    if tongue == get_language():
        return name
    return format_html('<span lang="{}" dir="{}">{}</span>', tongue, direction(tongue), name)


@register.filter
def country_name(code):
    """The name of a country in the page's language; its code where that has none."""
    return Locale.parse(get_language().replace("-", "_")).territories.get(code, code)


@register.filter
def paragraphs(text):
    """Plain text by its paragraphs."""
    return [part.strip() for part in re.split(r"\n\s*\n", text or "") if part.strip()]
