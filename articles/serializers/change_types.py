"""What each type of change means to whoever follows the change feed: told here once, for the API and the pages."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from articles.models.change import Change

FETCH = _("Fetch “url” and put it in the place of your copy.")
FETCH_ROW = _("Fetch “url” anew where you keep a copy.")
DELETE = _("Delete your copy.")
POINT = _("Where you keep the “id” of the one, put “into” in its place; fetch that anew.")
APART = _("Fetch “url”, and anew the texts in which you put the one in the place of the other.")


class Meaning(NamedTuple):
    """A type of change: ``status`` is what its ``url`` answers then, ``do`` what a client must do."""

    what: Any
    status: int
    do: Any


T = Change.Type
MEANINGS: dict[Change.Type, Meaning] = {
    T.ARTICLE_PUBLISHED: Meaning(_("A text appears for the first time."), 200, _("Fetch “url” and keep it.")),
    T.ARTICLE_UPDATED: Meaning(
        _("A new edition: an update, an addition, or links and topics alone (“significance” is “metadata”)."),
        200,
        FETCH,
    ),
    T.ARTICLE_CORRECTED: Meaning(
        _("A new edition that corrects the one before. “note” says what, “fields” which parts differ."),
        200,
        _("Fetch “url”, put it in the place of your copy, and show “note”."),
    ),
    T.ARTICLE_WITHDRAWN: Meaning(
        _("The text stays, under a notice."),
        200,
        _("Fetch “url”. Show its “notice” before the words, or stop showing the text."),
    ),
    T.ARTICLE_RETRACTED: Meaning(
        _("The text was taken back. “tombstone” says why, and what stands in its place."),
        410,
        _("Delete every copy at once, and empty caches of “urls”. Put “replaced_by” in its place where there is one."),
    ),
    T.OFFICIAL_CHANGED: Meaning(_("What is shown of a person changed."), 200, FETCH_ROW),
    T.OFFICIAL_MERGED: Meaning(_("Two entries were one and the same person."), 301, POINT),
    T.OFFICIAL_UNMERGED: Meaning(_("They were two people after all."), 200, APART),
    T.ORGANISATION_CHANGED: Meaning(_("What is shown of an organisation changed."), 200, FETCH_ROW),
    T.ORGANISATION_MERGED: Meaning(_("Two entries were one and the same organisation."), 301, POINT),
    T.ORGANISATION_UNMERGED: Meaning(_("They were two organisations after all."), 200, APART),
    T.POSITION_PUBLISHED: Meaning(_("A position appears."), 200, _("Fetch “url” and keep it.")),
    T.POSITION_CHANGED: Meaning(_("Its title, holder, organisation or days changed."), 200, FETCH),
    T.POSITION_REMOVED: Meaning(_("It was taken off the site."), 404, DELETE),
    T.EVENT_PUBLISHED: Meaning(_("An event appears."), 200, _("Fetch “url” and keep it.")),
    T.EVENT_CHANGED: Meaning(
        _("It was moved, postponed or changed otherwise: “status” of “url” says where it stands."), 200, FETCH
    ),
    T.EVENT_CANCELLED: Meaning(
        _("It does not take place."), 200, _("Fetch “url” and show it as cancelled; do not delete it.")
    ),
    T.EVENT_REMOVED: Meaning(_("It was taken off the site."), 404, DELETE),
    T.EVENT_MERGED: Meaning(_("Two entries were one and the same event."), 301, POINT),
    T.EVENT_UNMERGED: Meaning(_("They were two events after all."), 200, APART),
    T.SOURCE_CHANGED: Meaning(_("What is shown of a source changed."), 200, FETCH_ROW),
    T.SOURCE_MERGED: Meaning(_("Two entries were one and the same source."), 301, POINT),
    T.SOURCE_UNMERGED: Meaning(_("They were two sources after all."), 200, APART),
    T.TOPIC_CHANGED: Meaning(_("A topic changed its name or its place in the tree."), 200, FETCH_ROW),
    T.TOPIC_MERGED: Meaning(_("Two entries were one and the same topic."), 301, POINT),
    T.TOPIC_UNMERGED: Meaning(_("They were two topics after all."), 200, APART),
    T.PLACE_CHANGED: Meaning(_("A place changed its name or its place in the tree."), 200, FETCH_ROW),
    T.PLACE_MERGED: Meaning(_("Two entries were one and the same place."), 301, POINT),
    T.PLACE_UNMERGED: Meaning(_("They were two places after all."), 200, APART),
    T.URGENT_NOTICE_PUBLISHED: Meaning(
        _("An urgent notice stands on every page."),
        200,
        _("Fetch “/api/v1/front-page/” and show it."),
    ),
    T.URGENT_NOTICE_REMOVED: Meaning(_("An urgent notice was taken down."), 200, _("Fetch “/api/v1/front-page/”.")),
    T.LEAD_PUBLISHED: Meaning(_("A text leads the front page."), 200, _("Nothing, unless you show our front page.")),
    T.LEAD_REMOVED: Meaning(
        _("A text no longer leads the front page."), 200, _("Nothing, unless you show our front page.")
    ),
    T.CONTACT_PUBLISHED: Meaning(_("A press contact appears."), 200, _("Fetch “url” and keep it.")),
    T.CONTACT_CHANGED: Meaning(_("A press contact changed."), 200, FETCH),
    T.CONTACT_REMOVED: Meaning(_("A press contact was taken off the site."), 404, DELETE),
}


def subject_of(kind: str) -> str:
    """What a change is about: ``article`` of ``article.published``."""
    return kind.partition(".")[0]


SUBJECTS = tuple(dict.fromkeys(subject_of(kind) for kind in Change.Type.values))
