"""The kinds of columns: how a value of a row stands in a cell, and what a cell says."""

import datetime as dt
import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import Widget

from articles.admin.exchange.cells import joined, parted, tagged, tidy, untagged
from articles.admin.exchange.directory import told
from articles.admin.life import office_hour
from people.models import OtherName
from people.models.register import script_of
from pressoffice.ground.partial_dates import PartialDate


class Column(Field):
    """A column of a sheet. ``part`` is the field, or the children, of the row that it says something of.

    ``fixed``: only written, never read. ``held(row)`` is what the row has, in the form that ``read`` gives.
    """

    def __init__(self, part, cell, *, column_name, language="", fixed=False, says=""):
        super().__init__(attribute=part, column_name=column_name, widget=cell)
        self.part, self.language, self.fixed, self.says = part, language, fixed, says

    def get_value(self, instance):
        value = super().get_value(instance)
        return (value or {}).get(self.language, "") if self.language else value

    def held(self, row):
        """What ``row`` has."""
        return self.widget.held(self.get_value(row))

    def read(self, text, row=None):
        """What a cell says. Raises ValueError or ValidationError, with what to write instead."""
        return self.widget.read(text)

    def text(self, value):
        """A value, as ``held`` and ``read`` give it, as the cell that says it."""
        return self.widget.text(value)


class Cell(Widget):
    """A text. ``children``: the cell holds the whole list of what hangs on the row."""

    children = False

    def held(self, value):
        """What a row has, as ``read`` would give it."""
        return tidy(str(value)) if value is not None else ""

    def read(self, text):
        """What the text of a cell says."""
        return text

    def text(self, value):
        """The text of the cell that says ``value``."""
        return str(value)

    def clean(self, value, row=None, **kwargs):
        return self.read(value)

    def render(self, value, obj=None, **kwargs):
        return self.text(self.held(value))


class Choice(Cell):
    """One of a few words, written by its code."""

    def __init__(self, choices):
        super().__init__()
        self.choices = choices

    def read(self, text):
        if not text:
            return ""
        for code, label in self.choices.choices:
            if text.casefold() in (code.casefold(), str(label).casefold()):
                return code
        known = ", ".join(self.choices.values)
        raise ValueError(_("Write one of: %(known)s.") % {"known": known})


class Country(Cell):
    """An ISO 3166 code."""

    def read(self, text):
        if text and not (len(text) == 2 and text.isascii() and text.isalpha()):
            raise ValueError(_("Write the two letters of ISO 3166, as AZ."))
        return text.upper()


class Day(Cell):
    """A partial date (EDTF)."""

    def read(self, text):
        return str(PartialDate(text)) if text else ""


class YesNo(Cell):
    """Yes or no."""

    WORDS = {"yes": True, "y": True, "1": True, "true": True, "x": True, "no": False, "n": False, "0": False, "": False,
             "false": False}  # fmt: skip

    def held(self, value):
        return bool(value)

    def read(self, text):
        try:
            return self.WORDS[text.casefold()]
        except KeyError:
            raise ValueError(_("Write yes or no.")) from None

    def text(self, value):
        return "yes" if value else "no"


class Instant(Cell):
    """An hour: ISO 8601; without a zone by the office's clocks."""

    def held(self, value):
        return value

    def read(self, text):
        if not text:
            return None
        try:
            instant = dt.datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(
                _("Write the hour as 2026-05-17T09:30, or with a zone as 2026-05-17T09:30+04:00.")
            ) from None
        return instant.astimezone(dt.UTC) if timezone.is_aware(instant) else office_hour(instant)

    def text(self, value):
        return value.astimezone(dt.UTC).isoformat() if value else ""


class Uid(Cell):
    """The uid of a row; empty for a new one."""

    def held(self, value):
        return value

    def read(self, text):
        if not text:
            return None
        try:
            return uuid.UUID(text)
        except ValueError:
            raise ValueError(
                _("This is no uid. Leave the cell empty for a new row, or copy it from an export.")
            ) from None

    def text(self, value):
        return str(value or "")


class Names(Cell):
    """Other names, each with language, script and whether it is a former one: ``Джейхун Байрамов [ru]``."""

    children = True

    def held(self, value):
        rows = value.all() if value is not None else []
        return [{"name": r.name, "language": r.language, "script": r.script, "former": r.former} for r in rows]

    def read(self, text):
        found = [self._one(part) for part in parted(text)]
        names = [one["name"] for one in found]
        if len(set(names)) < len(names):
            raise ValueError(_("A name stands there twice."))
        return found

    def _one(self, part):
        name, tag = untagged(part)
        one = {"name": name, "language": "", "script": "", "former": False}
        for word in tag.split():
            if word == "former":
                one["former"] = True
            elif word in OtherName.Script.values:
                one["script"] = word
            elif word.replace("-", "").isalnum() and word.isascii() and len(word) <= 12 and not one["language"]:
                one["language"] = word
            else:
                raise ValueError(
                    _("“%(tag)s” is not understood. Write for instance: Name [ru Cyrl former].") % {"tag": tag}
                )
        if not name:
            raise ValueError(_("There are brackets without a name before them."))
        if len(name) > 200:
            raise ValueError(_("A name has at most 200 characters."))
        one["script"] = one["script"] or script_of(name)
        return one

    def text(self, value):
        parts = []
        for one in value:
            script = one["script"] if one["script"] != script_of(one["name"]) else ""
            tag = " ".join(filter(None, [one["language"], script, "former" if one["former"] else ""]))
            parts.append(tagged(one["name"], tag))
        return joined(parts)


class Identifiers(Cell):
    """What other registers call the row: ``wikidata:Q42; viaf:113230702``."""

    children = True

    def __init__(self, model):
        super().__init__()
        self.model = model

    def held(self, value):
        return [{"scheme": one.scheme, "value": one.value} for one in value.all()] if value is not None else []

    def read(self, text):
        found = []
        for part in parted(text):
            scheme, colon, value = part.partition(":")
            one = self.model(scheme=scheme.strip().lower(), value=value.strip())
            if not colon or one.scheme not in self.model.Scheme.values or not one.value:
                known = ", ".join(self.model.Scheme.values)
                raise ValueError(_("Write register:identifier, as wikidata:Q42. Known: %(known)s.") % {"known": known})
            if len(one.value) > 80:
                raise ValueError(_("An identifier has at most 80 characters."))
            one.clean()
            entry = {"scheme": str(one.scheme), "value": one.value}
            if entry in found:
                raise ValueError(_("An identifier stands there twice."))
            found.append(entry)
        return found

    def text(self, value):
        return joined(f"{one['scheme']}:{one['value']}" for one in value)


class RowNamed(Cell):
    """Another row of a register, by its name and reference."""

    def __init__(self, register):
        super().__init__()
        self.register = register  # a function that gives the Directory

    def held(self, value):
        return value

    def read(self, text):
        return self.register().find(text) if text else None

    def text(self, value):
        return told(value) if value is not None else ""


class RowsNamed(RowNamed):
    """Several rows of a register."""

    children = True

    def held(self, value):
        return list(value.all()) if value is not None else []

    def read(self, text):
        return list(dict.fromkeys(self.register().find(part) for part in parted(text)))

    def text(self, value):
        return joined(told(row) for row in value)


def same(one, other):
    """Whether two values of a column say the same; of a list the order says nothing."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(part in other for part in one)
    return one == other


def said_by(error):
    """The words of what ``read`` raised."""
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def label_columns(part, name):
    """The columns of a name in the other languages of the site: ``name_az``, ``name_ru``."""
    codes = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    return [Column("labels", Cell(), column_name=f"{name}_{code}", language=code) for code in codes]
