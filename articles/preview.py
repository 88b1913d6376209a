"""A text as the public will see it, made by the page the public will see: for staff, and through preview links."""

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from articles.addresses import article_url, site_language
from articles.desk import previewing
from articles.formats import atom, entries
from articles.models.edition import Edition
from articles.search.query import Query, highlights, snippet
from articles.views.pages import PublicPage, in_language
from articles.views.showing import card
from articles.views.texts import EditionView, Text
from pressoffice.ground.clock import database_now

COOKIE = "preview"


class PreviewPage(EditionView):
    """The page of a text, of an edition that does not exist yet. Everything else on it is what is public now."""

    template_name = "preview/page.html"

    def of(self, request, draft, **bar):
        """The answer to ``request``: the page of ``draft`` in its own language, under a bar that says what it is."""
        self.setup(request)
        self.draft, self.bar = draft, bar
        self.text, self.others = around(draft, request.now)
        with translation.override(site_language(draft.language)):
            response = TemplateView.get(self, request)
            response.render()
        return unkept(response)

    def edition(self, at):
        return self.draft

    def asked_instant(self):
        return None

    def canonical_path(self):
        return article_url(self.draft)

    def get_context_data(self, **kwargs):
        return super().get_context_data(bar=self.bar, **kwargs)


class PreviewLists(PublicPage):
    """What lists, search and feeds will show of a text."""

    template_name = "preview/lists.html"

    of = PreviewPage.of

    def languages(self):
        here = translation.get_language()
        codes = [code for code, _name in settings.LANGUAGES]
        return [{"code": c, "url": in_language(c, "news"), "current": c == here, "here": False} for c in codes]

    def canonical_path(self):
        return article_url(self.draft)

    def get_context_data(self, **kwargs):
        item = card(self.draft)
        query = Query.parse(" ".join(self.draft.title.split()[:2]))
        found = item | {
            "title_pieces": highlights(query, item["title"], language=item["language"]),
            "lead_pieces": snippet(query, item["text"], language=item["language"]),
        }
        return super().get_context_data(
            bar=self.bar,
            edition=self.draft,
            item=item,
            found=found,
            entry=feed_entry(self.draft),
            **kwargs,
        )


def feed_entry(draft):
    """The entry of ``draft`` in the feed: its XML, one element a line."""
    return atom.entry(entries.of_edition(draft)).decode().strip().replace("><", ">\n<")


def around(draft, now):
    """The public life of a text as if ``draft`` were its live edition, and its other languages that are public."""
    chains = {}
    public = Edition.objects.were_public(now).filter(work=draft.work).defer("document").order_by("public_from")
    for edition in public:
        chains.setdefault(edition.article_uid, []).append(edition)
    text = Text([*chains.pop(draft.article_uid, []), draft], now)
    text.live = draft
    others = [other for other in (Text(chain, now) for chain in chains.values()) if not other.retracted]
    return text, sorted(others, key=lambda other: other.live.language)


def unkept(response):
    """``response`` so that nothing keeps it, lists it, or tells another site where it was seen."""
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response


# --- Through a link ---------------------------------------------------------------------------------------------------


@require_safe
def enter(request, secret):
    """Swap the secret in the address for a cookie of the one page it opens, and go to that page's clean address."""
    now = database_now()
    link = previewing.find_link(secret, now)
    if link is None:
        raise Http404
    page = reverse("preview", args=[link.uid])
    response = HttpResponseRedirect(page)
    response.set_cookie(
        COOKIE,
        secret,
        path=page,
        max_age=int((link.expires_at - now).total_seconds()),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return unkept(response)


@require_safe
def preview(request, uid):
    """The revision a link opens, for whoever came through it; 404 for everybody else, as if there were no such link."""
    now = database_now()
    link = previewing.find_link(request.COOKIES.get(COOKIE, ""), now, uid=uid)
    if link is None:
        raise Http404
    draft = previewing.draft_edition(link.revision, now)
    response = PreviewPage().of(request, draft, link=link)
    if request.method == "GET":
        previewing.look(link, page="page", now=now)
    return response
