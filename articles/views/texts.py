"""One text: as it is public now, as it was, its history, and the addresses that lead to it."""

from collections import defaultdict

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.addresses import (
    absolute,
    article_url,
    in_language,
    month_of,
    site_language,
    with_question,
)
from articles.models.edition import Edition
from articles.views.contacts import presence
from articles.views.pages import Gone, PublicPage, refused
from articles.views.showing import document_of, doors
from articles.views.text_page import Doors, doors_of, live_values, rendered, stored_page
from pressoffice.ground.freshness import stamped
from pressoffice.ground.gaps import Sheet, gap
from pressoffice.ground.identity import read_reference
from pressoffice.ground.intervals import is_public
from pressoffice.ground.kept import Kept
from pressoffice.ground.prepared import Prepared


def _works_at(slug, now):
    stood_there = Edition.objects.were_public(now).filter(slug=slug).values("work")
    found = Edition.objects.were_public(now).filter(work__in=stood_there)
    return found.order_by("public_from").values_list(*_COLUMNS)


_COLUMNS = tuple(field.attname for field in Edition._meta.concrete_fields if field.name != "document")
_WORKS = Prepared(_works_at, slug="text", now="instant")


def works_at(slug, now):
    """Every edition that is or was public of every text that ever stood at ``slug``, and of its other languages.

    One statement; without the words.
    """
    return [Edition.from_db("default", _COLUMNS, row) for row in _WORKS.rows(slug=slug, now=now)]


class Text:
    """A text's public life at one instant: ``chain`` of editions that are or were public, ``live`` among them."""

    def __init__(self, chain, now):
        self.chain = chain
        self.live = next((edition for edition in chain if is_public(edition, now)), None)
        self.now = now

    @property
    def retracted(self):
        """Nobody may read it: a tombstone stands here, or its words were erased."""
        return self.live is None or self.live.is_tombstone or self.live.redacted_at is not None

    def stood_at(self, slug, language, month):
        """How well an address fits: the higher, the better; 0 for a text that never stood at ``slug``."""
        fits = 0
        for edition in self.chain:
            if edition.slug == slug:
                own = site_language(edition.language) == language
                here = month_of(edition.published_at) == month
                fits = max(fits, 1 + own * 8 + here * 4 + (edition is self.live) * 2)
        return fits


def words_stand(edition, now):
    """Whether the words of an edition that is or was public may still be read."""
    erased = edition.text_until is not None and edition.text_until <= now
    return not (erased or edition.is_tombstone or edition.redacted_at is not None)


def find_text(slug, language, month, now):
    """The text at an address and its other languages; Http404 where none that is or was public ever stood there."""
    by_article = defaultdict(list)
    for edition in works_at(slug, now):
        by_article[edition.article_uid].append(edition)
    texts = [Text(chain, now) for chain in by_article.values()]
    best = max(texts, key=lambda text: text.stood_at(slug, language, month), default=None)
    if best is None or best.live is None:
        raise Http404
    others = [text for text in texts if text is not best and text.live.work == best.live.work and not text.retracted]
    return best, sorted(others, key=lambda text: text.live.language)


def replacement_of(tombstone, now):
    """The listed edition that stands in a retracted text's place, or None."""
    if tombstone.replacement_uid is None:
        return None
    found = Edition.objects.listed(now).filter(article_uid=tombstone.replacement_uid)
    return found.exclude(document=None).defer("document").first()


class TextPage(PublicPage):
    """A page of one text: finds it, sends old addresses to the one it has now, and says where it is gone."""

    door = "article"

    def get(self, request, *args, **kwargs):
        self.text, self.others = find_text(
            kwargs["slug"], get_language(), (kwargs["year"], kwargs["month"]), request.now
        )
        live = self.text.live
        if self.text.retracted:
            replacement = replacement_of(live, request.now)
            if replacement is not None:
                return HttpResponsePermanentRedirect(article_url(replacement))
            raise Gone(live)
        here = article_url(live, self.door)
        if request.path != here:
            return HttpResponsePermanentRedirect(with_question(request, here))
        return self.answer(**kwargs)

    def answer(self, **kwargs):
        """The page, once the text is found."""
        return super().get(self.request, **kwargs)

    def languages(self):
        """The same text in the site's other languages; where there is none, the list of texts in that language."""
        current = get_language()
        addresses = {site_language(text.live.language): article_url(text.live, self.door) for text in self.others}
        links = []
        for code, _name in settings.LANGUAGES:
            here = code == current or code in addresses
            url = article_url(self.text.live, self.door) if code == current else addresses.get(code)
            url = url or f"{in_language(code, 'news')}?language={code}"
            links.append({"code": code, "url": url, "current": code == current, "here": here})
        return links


_frames = Kept(256)


class EditionView(TextPage):
    """A text as it is public now, or with ``?at=`` as readers saw it then."""

    template_name = "public/article.html"
    parameters = frozenset({"at"})

    def state(self):
        """Who of the office's contacts is there now: the page says so of those of the text."""
        return presence(self.request)

    def edition(self, at):
        """The edition to show, with its words; Http404 where nothing was public at ``at``."""
        now = self.request.now
        asked = Edition.objects.listed(now) if at is None else Edition.objects.public_at(at, now)
        found = asked.filter(article_uid=self.text.live.article_uid).first()
        if found is not None and not found.is_tombstone and found.document is not None:
            return found
        if found is not None or any(_erased(edition, at, now) for edition in self.text.chain):
            raise Gone(found, reason=_("The words of that time were taken back."), see=article_url(self.text.live))
        raise Http404

    def corrections(self, edition):
        """The corrections up to ``edition``, but for those of words that were taken back."""
        upto = [e for e in self.text.chain if e.is_correction and e.public_from <= edition.public_from]
        return [e for e in upto if e.note and words_stand(e, self.request.now)]

    def shown(self, at):
        """``(edition, head, page)`` to show, the HTML with its gaps filled."""
        live, now = self.text.live, self.request.now
        stored = stored_page(live, now) if at is None else None
        edition = live if stored else self.edition(at)
        if stored is None:
            document = document_of(edition)
            pages = Doors() if edition.pk == live.pk and edition.pk else doors(now, [document])
            stored = rendered(edition, document, pages)
        chain = [e for e in self.text.chain if e.public_from and e.public_from < (edition.public_from or now)]
        values = live_values(
            edition,
            live,
            self.request,
            first=not chain,
            corrections=self.corrections(edition),
            translations=[text.live for text in self.others],
            at=at if edition.pk != live.pk else None,
        )
        head, page = (Sheet(html) for html in stored)
        values |= doors_of(page, self.request)
        return edition, head.fill(values), page.fill(values)

    def answer(self, **kwargs):
        """The page: what stands around texts, rendered once for each visible set, filled with this one."""
        edition, head, page = self.shown(self.asked_instant())
        languages = self.languages()
        earlier = edition.pk != self.text.live.pk
        values = {f"to-{link['code']}": escape(link["url"]) for link in languages}
        values |= {"canonical": escape(absolute(self.canonical_path())), "head": head, "text": page}
        values["title"] = escape(Truncator(edition.title).chars(60))
        made_for = get_language(), earlier, tuple(link["here"] for link in languages)
        version = self.request.visible.version, timezone.localdate(self.request.now)
        sheet = _frames.get(version, made_for, lambda: self.frame(languages, earlier))
        return HttpResponse(sheet.fill(values))

    def frame(self, languages, earlier):
        """The page with gaps for all that belongs to one text."""
        context = PublicPage.get_context_data(self) | {
            name: gap(name) for name in ("canonical", "title", "head", "text")
        }
        context |= {"languages": [link | {"url": gap(f"to-{link['code']}")} for link in languages], "earlier": earlier}
        return Sheet(render_to_string(self.template_name, context, request=self.request))

    def get_context_data(self, **kwargs):
        at = self.asked_instant()
        edition, head, page = self.shown(at)
        return super().get_context_data(
            title=Truncator(edition.title).chars(60),
            edition=edition,
            earlier=edition.pk != self.text.live.pk,
            head=mark_safe(head),
            text=mark_safe(page),
            **kwargs,
        )


def _erased(edition, at, now):
    """Whether ``edition`` was what readers saw at ``at`` and its words have been taken back since."""
    return at is not None and is_public(edition, at) and edition.text_until is not None and edition.text_until <= now


def permanent(request, reference):
    """From a text's permanent identifier (303) or its short address (302) to the page it has now; 410 if retracted."""
    reference = read_reference(reference)
    edition = Edition.objects.public(request.now).filter(article_reference=reference).defer("document").first()
    if edition is None:
        raise Http404
    if edition.is_tombstone or edition.redacted_at is not None:
        replacement = replacement_of(edition, request.now)
        if replacement is None:
            return refused(request, Gone(edition))
        edition = replacement
    response = HttpResponseRedirect(article_url(edition))
    if request.resolver_match.url_name == "article-id":
        response.status_code = 303
    return stamped(request, response)


def all_texts(name, row):
    """The address of the list of texts that name a row of the register."""
    return f"{reverse('news')}?{name}={row.slug}"
