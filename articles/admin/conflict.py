"""The page for whoever saved second: both texts, the words in which they differ, and nothing typed is lost."""

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.template.response import TemplateResponse
from django.utils.html import linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from articles.blocks import clean
from articles.desk.errors import TransitionError
from articles.desk.revise import require_open
from articles.diff import words_html

LONG = ("headline", "summary", "body", "public_note")


def is_late(request, article):
    """Whether the form was filled over another state of the text than the one stored, or the text is closed."""
    if request.POST.get("version") != str(article.version):
        return True
    try:
        require_open(article)
    except TransitionError:
        return True
    return False


def conflict_page(model_admin, request, article):
    """Answer 409: what stands now, what was typed, and a button that saves it knowingly over what stands now."""
    try:
        require_open(article)
        closed = ""
    except TransitionError as refused:
        closed = str(refused)
    shown = flatten_fieldsets(model_admin.get_fieldsets(request, article))
    fields = [*(name for name in shown if name not in ("body", "body_as_read")), "body"]
    form = model_admin.get_form(request, None, fields=fields)(request.POST, instance=article)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Somebody saved this text after you opened it"),
        "opts": model_admin.opts,
        "original": article,
        "closed": closed,
        "differences": list(_differences(form)),
        "typed": _typed(model_admin, request, article),
        "version": article.version,
    }
    messages.error(request, closed or _("Nothing of yours is written yet. Compare, then save again."))
    return TransitionResponse(request, "admin/articles/article/conflict.html", context, status=409)


class TransitionResponse(TemplateResponse):
    """A page rendered before the transaction around it is rolled back."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.render()


def _differences(form):
    """``(label, what stands now, what was typed, word diff or empty)`` for each field in which they differ."""
    for name, field in form.fields.items():
        if name == "version" or field.widget.value_omitted_from_data(form.data, form.files, name):
            continue
        bound = form[name]
        theirs, mine = _shown(field, bound.initial), _shown(field, _data(form, name))
        if name == "body":
            theirs, mine = mark_safe(clean(bound.initial or "")), mark_safe(clean(bound.data or ""))
        elif name in LONG:
            theirs, mine = mark_safe(linebreaks(theirs, autoescape=True)), mark_safe(linebreaks(mine, autoescape=True))
        if theirs != mine:
            yield bound.label, theirs, mine, words_html(theirs, mine) if name in LONG else ""


def _data(form, name):
    widget = form.fields[name].widget
    return widget.value_from_datadict(form.data, form.files, name)


def _shown(field, value):
    """A value as a reader would see it: choices and related rows by name."""
    if value is None:
        return ""
    if hasattr(field, "queryset"):
        keys = [str(getattr(one, "pk", one)) for one in (value if isinstance(value, (list, tuple)) else [value])]
        keys = [key for key in keys if key.isdigit()]
        return ", ".join(sorted(str(row) for row in field.queryset.filter(pk__in=keys)))
    if hasattr(field, "choices"):
        return str(dict(field.choices).get(value, value))
    if isinstance(value, (list, tuple)):
        return " ".join(str(one) for one in value if one)
    prepared = field.prepare_value(value)
    return str(field.widget.format_value(prepared) or "").replace("\r\n", "\n")


def _typed(model_admin, request, article):
    """Every value of the form as ``(name, value)``; rows that are gone meanwhile are offered as new ones."""
    left_out = {"csrfmiddlewaretoken", "version", "_save", "_continue"}
    values = {key: request.POST.getlist(key) for key in request.POST if key not in left_out}
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
