"""Atom: the newest texts of any question the list of texts can answer (RFC 4287)."""

import datetime as dt
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from articles.addresses import absolute, article_uri, article_url
from articles.filters import EditionFilter
from articles.models.edition import Edition
from articles.templatetags.wording import sentence
from pressoffice.ground.freshness import not_modified, stamped
from pressoffice.ground.problems import Problem, problem_response

ENTRIES = 50


class FullTextAtom(Atom1Feed):
    """Atom with the whole text of each entry in its own language."""

    def latest_post_date(self):
        """When the newest entry changed; a feed without entries has always been so, whenever it is asked."""
        return super().latest_post_date() if self.items else dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

    def item_attributes(self, item):
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class EditionFeed(Feed):
    """The 50 newest listed texts. Parameters a reader adds of its own are passed over; a bad value is a 400."""

    feed_type = FullTextAtom

    def __call__(self, request, *args, **kwargs):
        if request.method not in ("GET", "HEAD"):
            return problem_response(request, Problem("method-not-allowed"))
        unchanged = not_modified(request)
        if unchanged is not None:
            return unchanged
        try:
            return stamped(request, super().__call__(request, *args, **kwargs))
        except Problem as problem:
            return problem_response(request, problem)

    csrf_exempt = True

    def get_object(self, request):
        """The question, as a filter set without faults."""
        rows = Edition.objects.listed(request.now).exclude(document=None)
        filterset = EditionFilter(request.GET, rows, now=request.now, ignore_unknown=True, empty_is_error=False)
        faults = filterset.problems()
        if faults:
            raise Problem("invalid-parameter", errors=faults)
        asked = {name: values for name, values in request.GET.lists() if name in filterset.filters}
        filterset.query = urlencode({name: ",".join(filter(None, values)) for name, values in asked.items()}, safe=",")
        return filterset

    def feed_url(self, obj):
        return absolute(_with_query(reverse("feed"), obj))

    def title(self, obj):
        return f"{sentence(obj, _('News'))} – {settings.OFFICE_NAME}"

    def link(self, obj):
        return absolute(_with_query(reverse("news"), obj))

    def feed_guid(self, obj):
        return self.feed_url(obj)

    def author_name(self):
        return settings.OFFICE_NAME

    def items(self, obj):
        return obj.qs[:ENTRIES]

    def item_title(self, item):
        title = _("Withdrawn: %(title)s") % {"title": item.title} if item.is_withdrawn else item.title
        return _("Demonstration: %(title)s") % {"title": title} if settings.DEMO else title

    def item_link(self, item):
        return absolute(article_url(item))

    def item_guid(self, item):
        return article_uri(item.article_reference)

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.public_from

    def item_description(self, item):
        return orjson.loads(item.document)["summary"] or item.title

    def item_extra_kwargs(self, item):
        content = orjson.loads(item.document)["body"]["html"]
        if item.note:
            content = f"<p><strong>{_notice(item)}</strong></p>{content}"
        return {"content": content, "language": item.language}


def _with_query(path, question):
    return f"{path}?{question.query}" if question.query else path


def _notice(item):
    """The public note of an edition as the text's first paragraph, escaped."""
    words = _("Withdrawn: %(note)s") if item.is_withdrawn else _("Note: %(note)s")
    return (words % {"note": item.note}).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
