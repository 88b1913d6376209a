"""What the office has put right or taken back: the log of corrections, the log of takedowns, and the rules for both."""

from collections import defaultdict

from django.urls import reverse
from django.utils.translation import gettext as _

from articles import notices
from articles.addresses import article_uri, article_url
from articles.filters.corrections import CorrectionFilter, TakedownFilter
from articles.models.edition import Edition
from articles.views.lists import KeysetFilterView
from articles.views.pages import PublicPage
from articles.views.texts import Text, words_stand


def chains(editions, now):
    """The public life of each text that ``editions`` are of, by the text's uid. One statement; without the words."""
    rows = Edition.objects.were_public(now).filter(article_uid__in={one.article_uid for one in editions})
    found = defaultdict(list)
    for edition in rows.defer("document").order_by("public_from"):
        found[edition.article_uid].append(edition)
    return {uid: Text(chain, now) for uid, chain in found.items()}


class CorrectionListView(KeysetFilterView):
    """Every correction, the newest first, with what was put right and the way to see it word by word."""

    template_name = "public/corrections.html"
    filterset_class = CorrectionFilter
    orders = {"-corrected": "-public_from", "corrected": "public_from"}
    form_fields = ("grade", "language", "corrected_after", "corrected_before")

    def subject(self):
        return _("Corrections")

    def get_queryset(self):
        return notices.corrections(self.request.now).defer("document")

    def rows(self, results):
        texts = chains(results, self.request.now)
        return [self.row(one, texts[one.article_uid]) for one in results if not texts[one.article_uid].retracted]

    def row(self, edition, text):
        """What the log shows of one correction."""
        history = article_url(text.live, "article-history")
        earlier = [one for one in text.chain if one.public_from < edition.public_from]
        before = earlier[-1] if earlier and words_stand(earlier[-1], self.request.now) else None
        return {
            "edition": edition,
            "title": text.live.title,
            "withdrawn": text.live.is_withdrawn,
            "url": article_url(text.live),
            "changes": f"{history}?from={before.number}&to={edition.number}" if before else None,
            "history": history,
        }

    def get_context_data(self, **kwargs):
        question = [] if self.faults else [pair for pair in self.clean_query(cursor="") if pair[0] != "order"]
        return super().get_context_data(feed=self.address(question, reverse("corrections-feed")), **kwargs)


class TakedownListView(KeysetFilterView):
    """Texts that are withdrawn or retracted, the newest takedown first.

    Of a retracted one only what its address still says: reference, hour, note.
    """

    template_name = "public/withdrawn.html"
    filterset_class = TakedownFilter
    orders = {"-taken-down": "-public_from", "taken-down": "public_from"}
    form_fields = ("taken_down_after", "taken_down_before")

    def subject(self):
        return _("Withdrawn and retracted texts")

    def get_queryset(self):
        return notices.takedowns(self.request.now).defer("document")

    def rows(self, results):
        uids = {one.replacement_uid for one in results if one.is_tombstone and one.replacement_uid}
        instead = Edition.objects.listed(self.request.now).filter(article_uid__in=uids).exclude(document=None)
        replacements = {one.article_uid: one for one in instead.defer("document")} if uids else {}
        return [self.row(one, replacements.get(one.replacement_uid)) for one in results]

    def row(self, edition, replacement):
        """What the log shows of one takedown."""
        stands = words_stand(edition, self.request.now)
        return {
            "edition": edition,
            "title": edition.title if stands else "",
            "note": edition.note if stands or edition.is_tombstone else "",
            "url": article_url(edition) if stands else None,
            "uri": article_uri(edition.article_reference),
            "replacement": replacement and {
                "title": replacement.title, "language": replacement.language, "url": article_url(replacement),
            },
        }  # fmt: skip


class CorrectionPolicyView(PublicPage):
    """What the office does when a text of its is wrong."""

    template_name = "public/corrections_policy.html"
