"""The front page and the lists of texts."""

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from articles.agenda import SOONEST_FIRST, coming_q, told
from articles.filters import EditionFilter
from articles.models.edition import Edition
from articles.models.parts import Statement
from articles.models.vocabulary import KIND_SLUGS, EditionClass
from articles.search.query import Query, highlights, snippet
from articles.templatetags.wording import KIND_PLURALS
from articles.views.lists import KeysetFilterView
from articles.views.pages import PublicPage
from articles.views.showing import card, document_of, said
from pressoffice.ground.freshness import seconds_to_the_minute


def choose_language(request):
    """Send a reader without a language to the one their browser asks for: the only place that looks at it."""
    response = HttpResponseRedirect(reverse("home"))
    patch_cache_control(response, public=True, max_age=seconds_to_the_minute(request))
    return response


def readable(now, at=None):
    """Listed editions with their words (a legal erasure takes them from an edition that stays); or those of ``at``."""
    if at is None:
        return Edition.objects.listed(now).exclude(document=None)
    return Edition.objects.public_at(at, now).exclude(edition_class=EditionClass.RETRACTION).exclude(document=None)


def spoken(now):
    """Statements of readable editions."""
    return Statement.objects.listed(now).exclude(edition__document=None).select_related("edition")


def statement_rows(statements, pages):
    """Statement rows as a ledger shows them: in the words of the document, which is the evidence."""
    rows = []
    documents = {}
    for row in statements:
        document = documents.setdefault(row.edition_id, None) or document_of(row.edition)
        documents[row.edition_id] = document
        rows += [said(row.edition, entry, pages) for entry in document["statements"] if entry["id"] == str(row.uid)]
    return rows


def kind_links(chosen=None):
    """The kinds as doors: ``{label, url, current}``."""
    links = [{"label": _("All"), "url": reverse("news"), "current": chosen is None}]
    return links + [
        {"label": KIND_PLURALS[kind], "url": reverse("news-kind", args=[slug]), "current": kind == chosen}
        for kind, slug in KIND_SLUGS.items()
    ]


class HomeView(PublicPage):
    """What is new: the newest texts, events, words."""

    template_name = "public/home.html"

    def get_context_data(self, **kwargs):
        now = self.request.now
        today = timezone.localdate(now)
        texts = [card(edition) for edition in readable(now)[:7]]
        events = told(now)
        coming = events.filter(coming_q(today)).order_by(*SOONEST_FIRST)[:3]
        past = events.exclude(coming_q(today)).filter(starts_earliest__isnull=False)
        words = spoken(now).exclude(words="").order_by("-published_at", "-uid")[:3]
        return super().get_context_data(
            lead=texts[0] if texts else None,
            texts=texts[1:],
            coming=coming,
            past=past.order_by("-starts_earliest", "sort_key")[:3],
            statements=statement_rows(words, {}),
            kinds=kind_links()[1:],
            feed=reverse("feed"),
            **kwargs,
        )


class EditionListView(KeysetFilterView):
    """Texts, newest first, by everything they are looked for."""

    template_name = "public/news.html"
    filterset_class = EditionFilter
    form_fields = (
        "q",
        "kind",
        "topic",
        "place",
        "official",
        "organisation",
        "event",
        "source",
        "language",
        "published_after",
        "published_before",
    )

    def get_queryset(self):
        return readable(self.request.now)

    def kind(self):
        """The kind the path stands for, or None."""
        slug = self.kwargs.get("kind")
        if slug is None:
            return None
        for kind, known in KIND_SLUGS.items():
            if known == slug:
                return kind
        raise Http404

    def get(self, request, *args, **kwargs):
        if self.kind() and "kind" in request.GET:
            return HttpResponseRedirect(f"{reverse('news')}?{request.GET.urlencode()}")
        return super().get(request, *args, **kwargs)

    def fixed(self):
        kind = self.kind()
        return {"kind": kind.value} if kind else {}

    def subject(self):
        return KIND_PLURALS[self.kind()] if self.kind() else _("News")

    def form_action(self):
        return reverse("news")

    def canonical_path(self):
        """A list of one kind is known by the kind's path."""
        pairs = self.clean_query(cursor="")
        if len(pairs) == 1 and pairs[0][0] == "kind" and "," not in pairs[0][1] and not self.faults:
            return reverse("news-kind", args=[KIND_SLUGS[pairs[0][1]]])
        return super().canonical_path()

    def without(self, name, value):
        if name in self.fixed():
            return self.address(self.clean_query(cursor=""), reverse("news"))
        return super().without(name, value)

    def feed(self):
        """The feed of the same question."""
        fixed = list(self.fixed().items())
        return self.address([*fixed, *[p for p in self.clean_query(cursor="") if p[0] != "order"]], reverse("feed"))

    def get_context_data(self, **kwargs):
        orders = [
            {"value": value, "label": label, "current": value == (self.request.GET.get("order") or "-published")}
            for value, label in (("-published", _("Newest first")), ("published", _("Oldest first")))
        ]
        without_order = self.clean_query(without="order")
        for order in orders:
            pairs = without_order if order["value"] == "-published" else [*without_order, ("order", order["value"])]
            order["url"] = self.address(pairs)
        return super().get_context_data(
            kinds=kind_links(self.kind() or self.request.GET.get("kind")),
            orders=orders,
            feed=reverse("feed") if self.faults else self.feed(),
            **kwargs,
        )

    def rows(self, results):
        return [card(edition) for edition in results]


class SearchView(EditionListView):
    """Texts that hold the words asked for, each with the place where they stand."""

    template_name = "public/search.html"
    form_fields = ("q", "kind", "language")

    def kind(self):
        return None

    def subject(self):
        return _("Texts")

    def form_action(self):
        return self.request.path

    def get_queryset(self):
        asked = Query.parse(self.request.GET.get("q", ""))
        return readable(self.request.now) if asked else Edition.objects.none()

    def canonical_path(self):
        return self.request.path

    def rows(self, results):
        query = Query.parse(self.request.GET.get("q", ""))
        rows = [card(edition) for edition in results]
        for row in rows:
            row["title_pieces"] = highlights(query, row["title"], language=row["language"])
            row["lead_pieces"] = snippet(query, row["text"], language=row["language"])
        return rows

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("q", "").strip()
        return super().get_context_data(asked=asked, words=bool(Query.parse(asked)), **kwargs)
