"""A form as a browser would post it: what it says where nobody types, and what somebody typed put over it."""

import json

from django import forms
from django.http import QueryDict

APART = ("version", "opened", "token")  # fields that say what a form was filled over, not what a text says


def values_of(form):
    """``{name: [values]}`` as a browser posts ``form`` (or some of its fields); a box not ticked is left out."""
    found = {}
    for bound in form:
        widget = getattr(bound.field.widget, "widget", bound.field.widget)  # the admin wraps choosers of rows
        value = bound.value()
        if isinstance(widget, forms.CheckboxInput):
            if value:
                found[bound.html_name] = ["on"]
        elif isinstance(widget, (forms.SelectMultiple, forms.MultipleHiddenInput)):
            found[bound.html_name] = [str(getattr(one, "pk", one)) for one in value or ()]
        elif isinstance(widget, forms.MultiWidget):
            parts = value if isinstance(value, list) else widget.decompress(value)
            for name, sub, part in zip(widget.widgets_names, widget.widgets, parts, strict=True):
                found[bound.html_name + name] = [_said(sub, part)]
        else:
            found[bound.html_name] = [_said(widget, value)]
    return found


def _said(widget, value):
    said = widget.format_value(value)
    if isinstance(said, list):
        said = said[0] if said else ""
    return "" if said is None else str(said)


def values_of_page(model_admin, request, article):
    """``values_of`` the whole form of ``article`` as it stands now, its rows of parts included."""
    form = model_admin.get_form(request, article, change=True)(instance=article)
    found = values_of(form)
    for formset_class, inline in model_admin.get_formsets_with_inlines(request, article):
        formset = formset_class(
            instance=article, prefix=formset_class.get_default_prefix(), queryset=inline.get_queryset(request)
        )
        found |= values_of(formset.management_form)
        for one in formset.forms:
            found |= values_of(one)
    return found


def as_query(values):
    """``values`` as a request would carry them."""
    query = QueryDict(mutable=True)
    for name, said in values.items():
        query.setlist(name, said)
    return query


def over(values, typed):
    """``values`` with what was ``typed`` over them; rows of parts that were touched replace all rows of their kind."""
    touched = tuple(name.removesuffix("TOTAL_FORMS") for name in typed if name.endswith("-TOTAL_FORMS"))
    kept = {name: said for name, said in values.items() if not (touched and name.startswith(touched))}
    return kept | typed


def read_opened(said):
    """``(revision number, values)`` of what a form was opened over; ``(0, {})`` where nobody says."""
    try:
        opened = json.loads(said or "{}")
        number, values = opened.get("revision", 0), opened.get("values", {})
        return (number if isinstance(number, int) else 0), {str(k): [str(v) for v in vs] for k, vs in values.items()}
    except (ValueError, AttributeError, TypeError):
        return 0, {}


def write_opened(form, article):
    """What ``form`` says before anybody types, for ``read_opened``; the words of the body by their revision alone."""
    values = values_of([form[name] for name in form.fields if name not in (*APART, "body", "named")])
    number = article.revisions.values_list("number", flat=True).order_by("-number").first() if article.pk else 0
    return json.dumps({"revision": number or 0, "values": values}, ensure_ascii=False)
