"""One search over the whole desk: texts by words, reference and names, and every register."""

from django.apps import apps
from django.db.models import Q
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import search
from articles.desk.revise import OPEN
from articles.models import Article, Edition
from pressoffice.ground.clock import database_now
from pressoffice.ground.identity import read_reference

SEARCHED = [
    "articles.article", "people.person", "people.organisation", "people.position", "articles.event", "articles.source",
    "articles.topic", "articles.place", "articles.contact",
]  # fmt: skip
SHOWN = 8  # rows of one kind
LONGEST = 200  # characters of a question


def search_view(request, site):
    """What the words of ``q`` find among what the person may see, grouped by kind. A reference leads to its text."""
    asked = request.GET.get("q", "").replace("\x00", " ").strip()[:LONGEST]
    groups = []
    for label in SEARCHED if asked else ():
        model = apps.get_model(label)
        model_admin = site.get_model_admin(model)
        if model_admin.has_view_permission(request):
            rows = _found(request, model_admin, asked)
            if rows:
                groups.append((capfirst(model._meta.verbose_name_plural), _list_of(model, asked), rows))
    context = {
        **site.each_context(request),
        "title": _("Search the desk"),
        "asked": asked,
        "groups": groups,
    }
    return TemplateResponse(request, "admin/search.html", context)


def _found(request, model_admin, asked):
    """``(row, address, meta)`` of the first rows found."""
    queryset = model_admin.get_queryset(request)
    if model_admin.model is Article:
        queryset = _texts(queryset, asked)
    else:
        queryset, _more = model_admin.get_search_results(request, queryset, asked)
    name = f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_change"
    return [(row, reverse(name, args=[row.pk]), _meta(row)) for row in queryset[: SHOWN + 1]]


def _texts(queryset, asked):
    """Texts of which the headline holds every word, open ones of which the words do, and those the newsroom finds."""
    here = Q(pk__isnull=False)
    for word in asked.split():
        here &= (
            Q(headline__icontains=word) | Q(reference=read_reference(word)) | Q(status__in=OPEN, body__icontains=word)
        )
    public = search.matching(Edition.objects.listed(database_now()), asked)
    return queryset.filter(here | Q(pk__in=public.order_by().values("article"))).distinct()


def _list_of(model, asked):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") + f"?q={asked}"


def _meta(row):
    """What tells rows of one name apart."""
    if isinstance(row, Article):
        return f"PR-{row.reference} · {row.get_language_display()} · {row.get_status_display()}"
    return getattr(row, "reference", "")


def urls(site):
    """The page of the search."""
    return [path("search/", site.admin_view(lambda request: search_view(request, site)), name="search")]
