"""The page for whoever saved second: both texts, the words in which they differ, and one text made of the two."""

import re

import orjson
from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.template.response import TemplateResponse
from django.utils.html import linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from articles.admin.form_values import APART, read_opened, values_of_page
from articles.blocks import clean
from articles.desk.errors import TransitionError
from articles.desk.paragraphs import Changed, Take, joined, side_by_side
from articles.desk.revise import require_open
from articles.diff import words_html
from pressoffice.ground.numbers import read_number

LONG = ("headline", "summary", "public_note")
_CHOICE = re.compile(r"(?:take-\w+|row-\d+)$")
_BUTTONS = {"csrfmiddlewaretoken", "version", "_save", "_continue", "_merge", "_place", "do"}


def is_late(request, article):
    """Whether the form was filled over another state of the text than the one stored, or the text is closed."""
    if request.POST.get("version") != str(article.version):
        return True
    try:
        require_open(article)
    except TransitionError:
        return True
    return False


def conflict_page(model_admin, request, article, data=None):
    """Answer 409: what stands now, what was typed (``data``, the request's if none), and a choice for each place."""
    data = request.POST if data is None else data
    try:
        require_open(article)
        closed = ""
    except TransitionError as refused:
        closed = str(refused)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Somebody saved this text after you opened it"),
        "opts": model_admin.opts,
        "original": article,
        "closed": closed,
        "differences": differences(model_admin, request, article, data),
        "paragraphs": _paragraphs(article, data),
        "typed": _typed(model_admin, request, article, data),
        "version": article.version,
    }
    messages.error(request, closed or _("Nothing of yours is written yet. Compare, choose, then save."))
    return RenderedResponse(request, "admin/articles/article/conflict.html", context, status=409)


class RenderedResponse(TemplateResponse):
    """A page rendered before the transaction around it is rolled back."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.render()


# --- Fields -----------------------------------------------------------------------------------------------------------


def differences(model_admin, request, article, data):
    """Each field but the body in which ``data`` differs from ``article``: who changed it, both values in words."""
    shown = flatten_fieldsets(model_admin.get_fieldsets(request, article))
    fields = [name for name in shown if name not in ("body", "body_as_read")]
    form = model_admin.get_form(request, None, fields=fields)(data, instance=article)
    opened = read_opened(data.get("opened"))[1]
    found = []
    for name, field in form.fields.items():
        if name in (*APART, "named") or field.widget.value_omitted_from_data(form.data, form.files, name):
            continue
        bound = form[name]
        theirs, mine = _shown(field, bound.initial), _shown(field, _data(form, name))
        if theirs == mine:
            continue
        began = _shown(field, _value(field, opened, name)) if name in opened else None
        changed = Changed.THEIRS if mine == began else Changed.MINE if theirs == began else Changed.BOTH
        if name in LONG:
            theirs, mine = mark_safe(linebreaks(theirs, autoescape=True)), mark_safe(linebreaks(mine, autoescape=True))
        found.append(
            {
                "name": name,
                "label": bound.label,
                "theirs": theirs,
                "mine": mine,
                "diff": words_html(theirs, mine) if name in LONG else "",
                "changed": str(changed),
                "take": str(Take.THEIRS if changed == Changed.THEIRS else Take.MINE),
            }
        )
    return found


def _data(form, name):
    widget = form.fields[name].widget
    return widget.value_from_datadict(form.data, form.files, name)


def _value(field, values, name):
    said = values[name]
    widget = getattr(field.widget, "widget", field.widget)
    return said if getattr(widget, "allow_multiple_selected", False) else (said or [""])[0]


def _shown(field, value):
    """A value as a reader would see it: choices and related rows by name."""
    if value is None:
        return ""
    if hasattr(field, "queryset"):
        keys = [str(getattr(one, "pk", one)) for one in (value if isinstance(value, (list, tuple)) else [value])]
        keys = [key for key in keys if read_number(key) is not None]
        return ", ".join(sorted(str(row) for row in field.queryset.filter(pk__in=keys)))
    if hasattr(field, "choices"):
        return str(dict(field.choices).get(value, value))
    if isinstance(value, (list, tuple)):
        return " ".join(str(one) for one in value if one)
    prepared = field.prepare_value(value)
    return str(field.widget.format_value(prepared) or "").replace("\r\n", "\n").strip()


# --- Paragraphs -------------------------------------------------------------------------------------------------------


def pairs_of(article, data):
    """The paragraphs of the body that stands and of the one typed; none where no body was typed."""
    if "body" not in data:
        return []
    number = read_opened(data.get("opened"))[0]
    revision = article.revisions.filter(number=number).first() if number else None
    document = orjson.loads(revision.document) if revision and revision.document else {}
    return side_by_side((document.get("body") or {}).get("html", ""), article.body, data["body"])


def _paragraphs(article, data):
    """The pairs as rows of the page, empty where not a paragraph differs."""
    rows = []
    for number, pair in enumerate(pairs_of(article, data)):
        theirs, mine = pair.theirs.html if pair.theirs else "", pair.mine.html if pair.mine else ""
        rows.append(
            {
                "number": number,
                "place": number + 1,
                "changed": str(pair.changed),
                "take": str(pair.default),
                "words": (pair.mine or pair.theirs).text,
                "theirs": mark_safe(clean(theirs)),
                "mine": mark_safe(clean(mine)),
                "diff": words_html(theirs, mine) if theirs and mine else "",
            }
        )
    return rows if any(row["changed"] != Changed.NOBODY for row in rows) else []


# --- Saving what was chosen -------------------------------------------------------------------------------------------


def merged(model_admin, request, article):
    """What was typed, with what stands now wherever that was chosen: the data of the form to save."""
    data = request.POST.copy()
    stands = values_of_page(model_admin, request, article)
    for name in list(data):
        if name.startswith("take-") and data[name] == Take.THEIRS:
            field = name.removeprefix("take-")
            data.setlist(field, stands.get(field, []))
    if "body" in data:
        rows = {read_number(name.removeprefix("row-")): data[name] for name in data if name.startswith("row-")}
        rows.pop(None, None)
        data["body"] = joined(pairs_of(article, request.POST), rows)
    return data


def _typed(model_admin, request, article, data):
    """Every value of the form as ``(name, value)``; rows that are gone meanwhile are offered as new ones."""
    values = {key: data.getlist(key) for key in data if key not in _BUTTONS and not _CHOICE.match(key)}
    for formset, _inline in model_admin.get_formsets_with_inlines(request, article):
        _renumber(values, formset.get_default_prefix(), formset, article)
    return [(key, value) for key, found in values.items() for value in found]


def _renumber(values, prefix, formset, article):
    try:
        total, initial = (int(values[f"{prefix}-{name}_FORMS"][0]) for name in ("TOTAL", "INITIAL"))
    except (KeyError, ValueError, IndexError):
        return
    rows = []
    for number in range(min(total, formset.absolute_max)):
        stem = f"{prefix}-{number}-"
        rows.append({key.removeprefix(stem): values.pop(key) for key in list(values) if key.startswith(stem)})
    known = {str(pk) for pk in formset.model.objects.filter(article=article).values_list("pk", flat=True)}
    kept = [row for row in rows[:initial] if row.get("id", [""])[0] in known]
    gone = [{**row, "id": [""]} for row in rows[:initial] if row not in kept and "DELETE" not in row]
    for number, row in enumerate([*kept, *gone, *rows[initial:]]):
        values |= {f"{prefix}-{number}-{name}": found for name, found in row.items()}
    values[f"{prefix}-INITIAL_FORMS"] = [str(len(kept))]
    values[f"{prefix}-TOTAL_FORMS"] = [str(len(kept) + len(gone) + len(rows) - initial)]
