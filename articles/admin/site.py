"""The first pages of the desk: what waits for whoever is signed in."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from articles.admin import agenda, concerned
from articles.models import Approval, Article, Edition, Revision
from articles.models.edition import TAKEDOWNS
from articles.models.vocabulary import Capacity, Status

MOST = 50  # rows of one list


def waiting_view(request):
    """Everything that waits for the signed-in person, oldest first; the same number of queries however much it is."""
    context = {
        **admin.site.each_context(request),
        "title": _("Waiting for me"),
        "groups": [(label, list(rows[:MOST])) for label, rows in waiting(request.user) if rows is not None],
    }
    return TemplateResponse(request, "admin/waiting.html", context)


def waiting(user):
    """``(label, rows or None where the person has no such right)``; rows are articles, oldest first."""
    articles = Article.objects.select_related("created_by").order_by("updated_at", "pk")
    wrote = Exists(Revision.objects.filter(article=OuterRef("pk"), by=user))
    mine = articles.filter(Q(created_by=user) | wrote)
    has = user.has_perm
    return [
        (
            _("To review and approve"),
            articles.filter(~_wrote_lately(user), status=Status.IN_REVIEW)
            if has("articles.approve_article") or has("articles.review_article")
            else None,
        ),
        (_("Changes requested in my texts"), mine.filter(status=Status.CHANGES_REQUESTED)),
        (
            _("Takedowns to confirm"),
            articles.filter(_to_confirm(user)) if has("articles.approve_article") else None,
        ),
        (_("Held, to release"), articles.filter(_held()) if has("articles.release_article") else None),
        (_("My drafts"), mine.filter(status=Status.DRAFT)),
    ]


def _wrote_lately(user):
    """The person changed the text after its last settled edition."""
    last = Edition.objects.filter(article=OuterRef(OuterRef("pk"))).exclude(settled_at=None).order_by("-number")
    base = Coalesce(Subquery(last.values("revision__number")[:1]), Value(0))
    return Exists(Revision.objects.filter(article=OuterRef("pk"), by=user, number__gt=base))


def _to_confirm(user):
    """Somebody else took the text down and no second person has confirmed it."""
    said = Approval.objects.filter(
        revision=OuterRef("approval__revision"),
        edition_class=OuterRef("edition_class"),
        capacity=Capacity.CONFIRMATION,
        at__gte=OuterRef("approval__at"),
    )
    ordered = Edition.objects.filter(~Exists(said), article=OuterRef("pk"), edition_class__in=TAKEDOWNS)
    return Exists(ordered.exclude(approval__by=user))


def _held():
    """An approved edition has no hour yet."""
    held = Edition.objects.filter(article=OuterRef("pk"), settled_at=None, public_from=None)
    return Exists(held.exclude(edition_class__in=TAKEDOWNS))


_own_urls = admin.site.get_urls


def _urls():
    """The site's addresses, with the waiting list and the agenda first."""
    own = path("waiting/", admin.site.admin_view(waiting_view), name="waiting")
    return [own, *agenda.urls(admin.site), *concerned.urls(admin.site), *_own_urls()]


admin.site.get_urls = _urls
admin.site.enable_nav_sidebar = False  # the words need the width; the header leads everywhere
