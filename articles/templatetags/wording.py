"""What a query says, in words: for headings, titles of feeds, and the list of chosen filters."""

import datetime as dt

from django import template
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models.vocabulary import Kind

register = template.Library()

KIND_PLURALS = {
    Kind.PRESS_RELEASE: gettext_lazy("Press releases"),
    Kind.STATEMENT: gettext_lazy("Statements of the office"),
    Kind.SPEECH: gettext_lazy("Speeches"),
    Kind.READOUT: gettext_lazy("Readouts"),
    Kind.TRANSCRIPT: gettext_lazy("Transcripts"),
    Kind.MEDIA_ADVISORY: gettext_lazy("Media advisories"),
    Kind.DENIAL: gettext_lazy("Denials"),
    Kind.FACTSHEET: gettext_lazy("Factsheets"),
    Kind.NEWS_REPORT: gettext_lazy("News reports"),
}

CLAUSES = {
    "q": gettext_lazy("with the words “%(value)s”"),
    "kind": gettext_lazy("of the kinds %(value)s"),
    "kind_not": gettext_lazy("not of the kind %(value)s"),
    "topic": gettext_lazy("on the topic %(value)s"),
    "topic_exact": gettext_lazy("without narrower topics: %(value)s"),
    "place": gettext_lazy("with the place %(value)s"),
    "place_exact": gettext_lazy("without places in it: %(value)s"),
    "country": gettext_lazy("with the country %(value)s"),
    "parent": gettext_lazy("part of %(value)s"),
    "official": gettext_lazy("with official %(value)s"),
    "official_not": gettext_lazy("without official %(value)s"),
    "speaker": gettext_lazy("with words of %(value)s"),
    "organisation": gettext_lazy("with organisation %(value)s"),
    "event": gettext_lazy("on the event %(value)s"),
    "source": gettext_lazy("from the source %(value)s"),
    "participant": gettext_lazy("with participant %(value)s"),
    "organiser": gettext_lazy("organised by %(value)s"),
    "upcoming": gettext_lazy("to come: %(value)s"),
    "language": gettext_lazy("in %(value)s"),
    "name": gettext_lazy("with “%(value)s” in the name"),
    "type": gettext_lazy("of the type %(value)s"),
    "status": gettext_lazy("with the status %(value)s"),
    "published_after": gettext_lazy("published from %(value)s"),
    "published_before": gettext_lazy("published before %(value)s"),
    "published_on": gettext_lazy("published in %(value)s"),
    "said_after": gettext_lazy("published from %(value)s"),
    "said_before": gettext_lazy("published before %(value)s"),
    "grade": gettext_lazy("of the kind: %(value)s"),
    "corrected_after": gettext_lazy("made from %(value)s"),
    "corrected_before": gettext_lazy("made before %(value)s"),
    "taken_down_after": gettext_lazy("taken down from %(value)s"),
    "taken_down_before": gettext_lazy("taken down before %(value)s"),
    "starts_after": gettext_lazy("beginning from %(value)s"),
    "starts_before": gettext_lazy("beginning before %(value)s"),
}


def chosen(filterset):
    """The filters in use as ``(parameter, label, [(raw value, words), ...])``; empty where the query has a fault."""
    if not filterset.is_valid():
        return []
    return [
        (name, str(filterset.filters[name].label or name), _values(filterset, name, value))
        for name, value in filterset.form.cleaned_data.items()
        if value not in (None, "", [], ())
    ]


def _values(filterset, name, value):
    if isinstance(value, list):
        labels = dict(getattr(filterset.form.fields[name], "choices", ()))
        return [(one, str(labels.get(one, one))) if isinstance(one, str) else _thing(one) for one in value]
    if isinstance(value, bool):
        return [(value, _("yes") if value else _("no"))]
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value)
        words = formats.date_format(local, "DATE_FORMAT")
        return [(value, words if local.time() == dt.time() else f"{words} {local:%H:%M}")]
    if isinstance(value, dt.date):
        return [(value, formats.date_format(value, "DATE_FORMAT"))]
    if isinstance(value, tuple):  # a period: as it was asked for
        return [(value, filterset.data[name])]
    return [(value, str(value))]


def _thing(row):
    return getattr(row, "entity", row).slug, row.label


def sentence(filterset, subject):
    """What is listed: ``subject`` and every filter in use, as a heading."""
    clauses = []
    for name, label, values in chosen(filterset):
        if name == "kind" and len(values) == 1:
            subject = str(KIND_PLURALS[Kind(values[0][0])]) if values[0][0] in Kind.values else subject
            continue
        words = _(" or ").join(said for _raw, said in values)
        clause = CLAUSES.get(name)
        clauses.append(str(clause) % {"value": words} if clause else f"{label}: {words}")
    return " ".join([subject, ", ".join(clauses)]).strip()
