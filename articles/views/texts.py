"""One text: as it is public now, as it was, its history, and the addresses that lead to it."""

from collections import defaultdict

from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import register
from articles.addresses import absolute, article_uri, article_url, month_of, site_language
from articles.blocks import blocks
from articles.models.edition import Edition
from articles.models.vocabulary import EditionClass
from articles.views.contacts import presence, with_state
from articles.views.pages import Gone, PublicPage, in_language, refused
from articles.views.showing import document_of, doors, linked, said
from pressoffice.ground.freshness import stamped
from pressoffice.ground.identity import read_reference
from pressoffice.ground.intervals import is_public


def works_at(slug, now):
    """Every edition that is or was public of every text that ever stood at ``slug``, and of its other languages.

    One statement; without the words.
    """
    stood_there = Edition.objects.were_public(now).filter(slug=slug).values("work")
    return list(Edition.objects.were_public(now).filter(work__in=stood_there).defer("document").order_by("public_from"))


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
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{here}?{query}" if query else here)
        return super().get(request, *args, **kwargs)

    def languages(self):
        """The same text in the site's other languages; where there is none, the list of texts in that language."""
        current = get_language()
        addresses = {site_language(text.live.language): article_url(text.live, self.door) for text in self.others}
        links = []
        for link in super().languages():
            code = link["code"]
            if code == current:
                links.append(link | {"url": article_url(self.text.live, self.door)})
            elif code in addresses:
                links.append(link | {"url": addresses[code]})
            else:
                links.append(link | {"url": f"{in_language(code, 'news')}?language={code}", "here": False})
        return links


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

    def get_context_data(self, **kwargs):
        at = self.asked_instant()
        edition = self.edition(at)
        document = document_of(edition)
        pages = doors(self.request.now, [document])
        live = self.text.live
        earlier = [e for e in self.text.chain if e.public_from < edition.public_from]
        return super().get_context_data(
            edition=edition,
            document=document,
            live=live,
            at=at if edition.pk != live.pk else None,
            body=body_of(document, edition, pages),
            placeless=[s for s in _statements(document, edition, pages) if not s["block"]],
            officials=linked(document["officials"], pages),
            organisations=linked(document["organisations"], pages),
            events=linked(document["events"], pages),
            topics=linked(document["topics"], pages),
            places=linked(document.get("places", ()), pages),
            attribution=[{**c, "url_of_source": pages.get(c["source"]["id"])} for c in document["attribution"]],
            dateline=_dateline(document),
            corrections=self.corrections(edition),
            updated=edition.public_from if earlier and not edition.is_withdrawn else None,
            uri=article_uri(edition.article_reference),
            history=article_url(live, "article-history"),
            translations=[text.live for text in self.others],
            address=absolute(article_url(live)),
            contacts=with_state(register.contacts_of(live.article_uid, self.request.now), self.request.now),
            **kwargs,
        )


def _erased(edition, at, now):
    """Whether ``edition`` was what readers saw at ``at`` and its words have been taken back since."""
    return at is not None and is_public(edition, at) and edition.text_until is not None and edition.text_until <= now


def _statements(document, edition, pages):
    return [said(edition, statement, pages) for statement in document["statements"]]


def _dateline(document):
    """The dateline, unless the text itself begins with it."""
    dateline = document["dateline"]
    if not dateline or document["body"]["text"].casefold().startswith(dateline["place"].casefold() or "\x00"):
        return None
    return dateline["text"]


def body_of(document, edition, pages):
    """The blocks of a text, each with the statements it holds."""
    held = defaultdict(list)
    for statement in _statements(document, edition, pages):
        held[statement["block"]].append(statement)
    return [
        {"number": number, "id": block.id, "tag": block.tag, "html": block.html, "statements": held.get(block.id, [])}
        for number, block in enumerate(blocks(document["body"]["html"]), start=1)
    ]


class HistoryView(TextPage):
    """The editions of one text that are or were public: number, class, hours, note; the words while they stand."""

    template_name = "public/history.html"
    door = "article-history"

    def get_context_data(self, **kwargs):
        now = self.request.now
        editions = []
        for edition in reversed(self.text.chain):
            readable = words_stand(edition, now)
            at = f"{edition.public_from.isoformat().replace('+00:00', 'Z')}"
            editions.append(
                {
                    "edition": edition,
                    "label": EditionClass(edition.edition_class).label,
                    "live": edition is self.text.live,
                    "until": edition.public_until if edition.public_until and edition.public_until <= now else None,
                    "note": edition.note if readable or edition.is_tombstone else "",
                    "title": edition.title if readable else "",
                    "url": f"{article_url(self.text.live)}?at={at}" if readable else None,
                }
            )
        return super().get_context_data(
            live=self.text.live,
            editions=editions,
            text_url=article_url(self.text.live),
            uri=article_uri(self.text.live.article_reference),
            **kwargs,
        )


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
