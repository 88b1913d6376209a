"""The public history of a text: its editions, and what changed from one to another, word by word."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.addresses import absolute, article_uri, article_url
from articles.diff import FIELDS, State, changed, compare
from articles.models.edition import Edition
from articles.models.vocabulary import EditionClass
from articles.views.pages import BadQuestion, Gone
from articles.views.showing import document_of
from articles.views.texts import TextPage, words_stand

_NUMBER = re.compile("[1-9][0-9]{0,5}")
FIELD_NAMES = {
    "headline": gettext_lazy("Headline"),
    "summary": gettext_lazy("Summary"),
    "dateline": gettext_lazy("Dateline"),
}
STATE_NAMES = {
    State.CHANGED: gettext_lazy("Changed"),
    State.ADDED: gettext_lazy("Added"),
    State.REMOVED: gettext_lazy("Removed"),
    State.MOVED: gettext_lazy("Moved"),
}
# What a text names beside its words, by the member of the document: each entry has an id and a name.
BESIDE = {
    "officials": (gettext_lazy("People"), lambda entry: (entry["id"], entry["name"])),
    "organisations": (gettext_lazy("Organisations"), lambda entry: (entry["id"], entry["name"])),
    "events": (gettext_lazy("Events"), lambda entry: (entry["id"], entry["name"])),
    "topics": (gettext_lazy("Topics"), lambda entry: (entry["id"], entry["name"])),
    "places": (gettext_lazy("Places"), lambda entry: (entry["id"], entry["name"])),
    "attribution": (gettext_lazy("Sources"), lambda entry: (entry["source"]["id"], entry["source"]["name"])),
    "statements": (gettext_lazy("Statements"), lambda entry: (entry["id"], entry["words"])),
}


def instant(moment):
    """An instant as addresses have it."""
    return moment.isoformat().replace("+00:00", "Z")


class HistoryView(TextPage):
    """The editions of one text that are or were public, and the word diff of two of them.

    ``?from=`` and ``?to=`` are the numbers of the two; without them it is the newest and the one before it whose words
    stand. Words that were taken back are compared with nothing.
    """

    template_name = "public/history.html"
    door = "article-history"
    parameters = frozenset({"from", "to"})

    def get_context_data(self, **kwargs):
        live, now = self.text.live, self.request.now
        readable = [edition for edition in self.text.chain if words_stand(edition, now)]
        pair = self.pair(readable)
        return super().get_context_data(
            live=live,
            editions=[self.entry(edition, readable) for edition in reversed(self.text.chain)],
            text_url=article_url(live),
            uri=article_uri(live.article_reference),
            address=absolute(article_url(live)),
            readable=[edition.number for edition in readable],
            asked=bool(self.asked()),
            **self.difference(*pair) if pair else {},
            **kwargs,
        )

    def asked(self):
        """``{parameter: number}`` of those given; BadQuestion where one is no number."""
        given = {name: self.request.GET.get(name, "").strip() for name in ("from", "to")}
        wrong = [name for name, value in given.items() if value and not _NUMBER.fullmatch(value)]
        if wrong:
            raise BadQuestion(*(self.fault(name, _("The number of an edition is wanted.")) for name in wrong))
        return {name: int(value) for name, value in given.items() if value}

    def pair(self, readable):
        """The two editions to compare, or None where there are no two; BadQuestion, or Gone, as they were asked for."""
        asked = self.asked()
        if not asked:
            return readable[-2:] if len(readable) > 1 else None
        public, there = {edition.number for edition in self.text.chain}, {one.number: one for one in readable}
        missing = [name for name, number in asked.items() if number not in public]
        if missing:
            raise BadQuestion(*(self.fault(name, _("This text has no such public edition.")) for name in missing))
        if any(number not in there for number in asked.values()):
            raise Gone(reason=_("The words of that edition were taken back."), see=article_url(self.text.live))
        after = there[asked["to"]] if "to" in asked else readable[-1]
        earlier = [one for one in readable if one.number < after.number] or [after]
        return [there[asked["from"]] if "from" in asked else earlier[-1], after]

    @staticmethod
    def fault(name, detail):
        return {"parameter": name, "code": "unknown-value", "detail": detail}

    def entry(self, edition, readable):
        """What the page shows of one edition."""
        now, live = self.request.now, self.text.live
        path, stands = article_url(live), edition in readable
        earlier = [one for one in readable if one.number < edition.number] if stands else []
        return {
            "edition": edition,
            "label": EditionClass(edition.edition_class).label,
            "live": edition is live,
            "until": edition.public_until if edition.public_until and edition.public_until <= now else None,
            "note": edition.note if stands or edition.is_tombstone else "",
            "title": edition.title if stands else "",
            "url": stands and (path if edition is live else f"{path}?at={instant(edition.public_from)}"),
            "changes": earlier and f"{self.request.path}?from={earlier[-1].number}&to={edition.number}#changes",
        }

    def difference(self, before, after):
        """What the template shows of the way from one edition to the other. One statement."""
        rows = Edition.objects.were_public(self.request.now).filter(pk__in={before.pk, after.pk})
        documents = {one.pk: document_of(one) for one in rows.only("document")}
        old, new = documents[before.pk], documents[after.pk]
        compared = compare(old, new)
        return {
            "before": before,
            "after": after,
            "runs": runs_of(compared),
            "changed": changed(compared),
            "counts": counts_of(compared),
            "beside": beside(old, new),
        }


def runs_of(rows):
    """The rows of a diff for readers: ``{row, name, state}`` of each that changed, ``{same: [row, ...]}`` of a run of
    paragraphs that did not."""
    found = []
    for row in rows:
        if row.state != State.SAME:
            name = FIELD_NAMES.get(row.name, row.name) if row.name else ""
            found.append({"row": row, "name": name, "state": row.state.value, "words": STATE_NAMES[row.state]})
        elif row.name not in (*FIELDS, "dateline"):
            if not (found and "same" in found[-1]):
                found.append({"same": []})
            found[-1]["same"].append(row)
    return found


def counts_of(rows):
    """How many fields and paragraphs were changed, added, removed, moved: ``{words, number}`` of each."""
    counted = [(words, sum(row.state == state for row in rows)) for state, words in STATE_NAMES.items()]
    return [{"words": words, "number": number} for words, number in counted if number]


def beside(old, new):
    """What two documents name and the other does not, of what stands beside the words: ``{name, added, removed}``."""
    found = []
    for member, (name, known) in BESIDE.items():
        before, after = (dict(known(entry) for entry in document.get(member) or ()) for document in (old, new))
        added = [called for one, called in after.items() if one not in before]
        removed = [called for one, called in before.items() if one not in after]
        if added or removed:
            found.append({"name": name, "added": added, "removed": removed})
    return found
