"""The frame of the desk: where the header leads, and what it says is new."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.admin import notices

register = template.Library()

# Name of the page, its words, the right it needs.
PLACES = [
    ("admin:waiting", lambda: _("Waiting for me"), "articles.view_article"),
    ("admin:articles_article_changelist", lambda: _("Articles"), "articles.view_article"),
    ("admin:articles_article_new", lambda: _("New text"), "articles.add_article"),
    ("admin:readiness", lambda: _("Schedule"), "articles.view_article"),
    ("admin:front-page", lambda: _("Top of the site"), "articles.view_frontpageitem"),
    ("admin:agenda", lambda: _("Events"), "articles.view_event"),
    ("admin:people_person_changelist", lambda: _("People"), "people.view_person"),
]
ACCOUNT = [
    ("admin:absences", lambda: _("My absences")),
    ("account_change_password", lambda: _("Change password")),
    ("mfa_index", lambda: _("Second factor")),
]


@register.simple_tag(takes_context=True)
def desk_nav(context):
    """``(address, words, whether this is the page)`` of the places the person may go to."""
    request = context["request"]
    allowed = [(reverse(name), words()) for name, words, right in PLACES if request.user.has_perm(right)]
    return [(address, words, request.path == address) for address, words in allowed]


@register.simple_tag
def desk_account_links():
    """``(address, words)`` of what somebody does with their own account."""
    return [(reverse(name), words()) for name, words in ACCOUNT]


@register.simple_tag(takes_context=True)
def desk_notices(context):
    """How many notices the person has not read, and where they stand."""
    return notices.admin_notices(context["request"])
