"""What the signed-in person is told: the count in the header, and the page with everything, read and unread."""

from django.contrib import admin
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.admin.life import office_time
from articles.desk.access import visible_to
from articles.desk.notice_words import sentences
from articles.models import Article, Notice
from pressoffice.ground.clock import database_now

MOST = 100  # notices on the page


def notices_of(user):
    """The notices of ``user``, without those of texts they may not see any more."""
    limited = visible_to(user, Article.objects.filter(limited=True)).values("pk")
    seen = Q(article=None) | Q(article__limited=False) | Q(article__in=limited)
    return Notice.objects.filter(seen, user=user)


def admin_notices(request):
    """What the header shows: how many notices are unread, and where they are. One query; empty for nobody."""
    user = getattr(request, "user", None)
    if user is None or not (user.is_active and user.is_staff):
        return {}
    return {"unread": notices_of(user).filter(read_at=None, done_at=None).count(), "url": reverse("admin:notices")}


def notices_view(request):
    """What is asked of the person and not done, oldest first; then everything else, newest first."""
    rows = notices_of(request.user).select_related("by", "for_person", "article")
    asked = list(rows.filter(asks=True, done_at=None).order_by("at", "pk")[:MOST])
    others = list(rows.exclude(asks=True, done_at=None)[:MOST])
    for notice in (*asked, *others):
        notice.said, notice.when = sentences(notice), office_time(notice.at)
        if notice.done_at is not None:
            notice.said = notice.said[:1]
    context = {
        **admin.site.each_context(request),
        "title": _("Notices"),
        "groups": [(_("Asked of you"), "asked", asked), (_("Told"), "told", others)],
        "unread": sum(notice.read_at is None for notice in (*asked, *others)),
    }
    return TemplateResponse(request, "admin/notices/list.html", context)


@require_POST
def open_view(request, pk):
    """Mark a notice read and go to what it is about."""
    notice = get_object_or_404(notices_of(request.user), pk=pk)
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=database_now())
    return HttpResponseRedirect(notice.path)


@require_POST
def mark_view(request):
    """Mark all of them read, or one of them read or unread."""
    rows = Notice.objects.filter(user=request.user)
    key = request.POST.get("notice", "")
    if key:
        rows = rows.filter(pk=key if key.isdecimal() and len(key) < 19 else None)
    if request.POST.get("as") == "unread":
        rows.update(read_at=None)
    else:
        rows.filter(read_at=None).update(read_at=database_now())
    return HttpResponseRedirect(reverse("admin:notices"))


def urls(site):
    """The addresses of the notices, behind the sign-in of ``site``."""
    return [
        path("notices/", site.admin_view(notices_view), name="notices"),
        path("notices/mark/", site.admin_view(mark_view), name="notices-mark"),
        path("notices/<int:pk>/open/", site.admin_view(open_view), name="notice-open"),
    ]
