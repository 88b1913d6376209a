"""The front page and the lists of texts."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import front_page, suggestions
from articles.agenda import SOONEST_FIRST, coming_q, told
from articles.filters import EditionFilter
from articles.models.edition import Edition
from articles.models.parts import Statement
from articles.models.vocabulary import KIND_SLUGS, EditionClass
from articles.search.query import Query, highlights, snippet
from articles.templatetags.cards import COLUMNS, Row, by_day
from articles.templatetags.wording import KIND_PLURALS
from articles.views.lists import KeysetFilterView
from articles.views.pages import PublicPage
from articles.views.showing import card, document_of, said
from pressoffice.ground.freshness import seconds_to_the_minute
from pressoffice.ground.gaps import Sheet, gap
from pressoffice.ground.kept import Kept
from pressoffice.ground.paging import KeysetStatement, page_of_keys
from pressoffice.ground.problems import Problem


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
        chosen = front_page.top(now, self.request.visible.version, get_language()).leads
        on_top = (
            {edition.article_uid: edition for edition in readable(now).filter(article_uid__in=chosen)} if chosen else {}
        )
        leads = [card(on_top[uid]) for uid in chosen if uid in on_top]
        newest = readable(now).exclude(article_uid__in=on_top) if on_top else readable(now)
        texts = [card(edition) for edition in newest[: 6 if leads else 7]]
        leads = leads or texts[:1]
        events = told(now)
        coming = events.filter(coming_q(today)).order_by(*SOONEST_FIRST)[:3]
        past = events.exclude(coming_q(today)).filter(starts_earliest__isnull=False)
        words = spoken(now).exclude(words="").order_by("-published_at", "-uid")[:3]
        return super().get_context_data(
            lead=leads[0] if leads else None,
            leads=leads,
            texts=[text for text in texts if text not in leads],
            coming=coming,
            past=past.order_by("-starts_earliest", "sort_key")[:3],
            statements=statement_rows(words, {}),
            kinds=kind_links()[1:],
            feed=reverse("feed"),
            **kwargs,
        )


@dataclass
class Question:
    """A list of texts that is asked for again and again: its statement, its address, and its pages without their rows.

    ``sheets``: by whether there are rows, newer and older ones, and a place in the list that is not its beginning.
    """

    statement: KeysetStatement
    base: str
    sheets: dict[tuple[bool, ...], Sheet] = field(default_factory=dict)

    def place(self, cursor):
        """The address of the page at ``cursor``."""
        return f"{self.base}{'&' if '?' in self.base else '?'}{urlencode({'cursor': cursor})}" if cursor else ""


_questions = Kept(2_000)


class EditionListView(KeysetFilterView):
    """Texts, newest first, by everything they are looked for.

    A page is made of two parts. All but its rows is rendered once for each question and visible set, with gaps; the
    rows are asked for at every request, by a statement that is composed once.
    """

    template_name = "public/news.html"
    filterset_class = EditionFilter
    facet_names = ("kind", "topic", "official", "organisation", "place", "event", "source", "language")
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

    def get(self, request, *args, **kwargs):
        """The page from what is kept of its question, where that is enough; else made anew."""
        question = _questions.known(self.version(), self.question_key())
        if question is not None:
            try:
                page = question.statement.page(now=request.now, cursor=request.GET.get("cursor", ""))
            except Problem:
                return super().get(request, *args, **kwargs)  # which says what is wrong
            sheet = question.sheets.get(self.variant(page))
            if sheet is not None:
                return HttpResponse(self.filled(sheet, question, page))
        if self.kind() and "kind" in request.GET:
            return HttpResponseRedirect(f"{reverse('news')}?{request.GET.urlencode()}")
        return super().get(request, *args, **kwargs)

    def version(self):
        """What the parts of a page that are kept depend on, beside the question."""
        return self.request.visible.version, timezone.localdate(self.request.now)

    def question_key(self):
        """The question as it was asked, without the place in its list."""
        given = self.request.GET
        pairs = tuple((name, value) for name in given if name != "cursor" for value in given.getlist(name))
        return get_language(), self.request.path, pairs

    def get_page(self):
        results = self.results()
        base = self.address(self.clean_query(cursor=""))
        statement = KeysetStatement(
            results,
            columns=COLUMNS,
            order=self.filterset.sorting(self.order()),
            limit=self.limit,
            query=base,
            now=self.request.now,
        )
        self.question = Question(statement, base)
        return statement.page(now=self.request.now, cursor=self.request.GET.get("cursor", ""))

    def variant(self, page):
        """Which of the pages without rows ``page`` belongs in."""
        return bool(page.results), bool(page.previous), bool(page.next), "cursor" in self.request.GET

    def filled(self, sheet, question, page):
        """The page with its rows."""
        newer, older = question.place(page.previous), question.place(page.next)
        rows = self.listing([Row(*row) for row in page.results])
        return sheet.fill({"newer": escape(newer), "older": escape(older), "rows": rows})

    def listing(self, rows):
        """The rows as HTML."""
        return by_day(rows)

    def render_to_response(self, context, **response_kwargs):
        page = context["page"]
        if page is None:
            return super().render_to_response(context, **response_kwargs)
        html = render_to_string(self.template_name, context, request=self.request)
        sheet, question = Sheet(html), self.question
        kept = _questions.get(self.version(), self.question_key(), lambda: question)
        kept.sheets[self.variant(page)] = sheet
        return HttpResponse(self.filled(sheet, question, page), **response_kwargs)

    def kind(self):
        """The kind the path stands for, or None."""
        slug = self.kwargs.get("kind")
        if slug is None:
            return None
        for kind, known in KIND_SLUGS.items():
            if known == slug:
                return kind
        raise Http404

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
        if len(pairs) == 1 and pairs[0][0] == "published_on" and not self.faults:
            parts = pairs[0][1].split("-")
            return reverse(f"archive-{('year', 'month', 'day')[len(parts) - 1]}", args=parts)
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
        context = super().get_context_data(
            kinds=kind_links(self.kind() or self.request.GET.get("kind")),
            orders=self.order_links(),
            feed=reverse("feed") if self.faults else self.feed(),
            **kwargs,
        )
        page = context["page"]
        if page is not None:
            context |= {name: gap(name) for name in ("newer", "older") if context[name]} | {"listing": gap("rows")}
        return context


class SearchView(KeysetFilterView):
    """Texts that hold the words asked for, each with the place where they stand."""

    template_name = "public/search.html"
    filterset_class = EditionFilter
    form_fields = ("q", "kind", "language")
    orders = {"relevance": "relevance", "-published": "-published_at", "published": "published_at"}

    def subject(self):
        return _("Texts")

    def get_page(self):
        if self.order() != "relevance":
            return super().get_page()
        asked = Query.parse(self.request.GET.get("q", ""))
        question = urlencode([pair for pair in self.clean_query() if pair[0] != "cursor"])
        return page_of_keys(
            self.get_queryset(),
            self.filterset.best() if asked else [],
            limit=self.limit,
            cursor=self.request.GET.get("cursor", ""),
            query=question,
        )

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
        found = super().get_context_data(asked=asked, words=bool(Query.parse(asked)), **kwargs)
        if asked and not self.faults:
            found["orders"] = self.order_links()
            if not found["rows"]:
                meant = suggestions.did_you_mean(asked, now=self.request.now, version=self.request.visible.version)
                found["meant"] = meant and {"words": meant, "url": self.address([("q", meant)])}
        return found
