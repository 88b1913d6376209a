"""The first page of the desk: what waits for me, what goes out today, what is wrong, what happened."""

from django.conf import settings
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from articles.admin import readiness
from articles.admin.article_list import due_words
from articles.admin.life import office_time, office_zone
from articles.desk import break_glass, translating, visits
from articles.desk.access import visible_to
from articles.desk.coverage import gaps
from articles.desk.revise import OPEN
from articles.desk.waiting import held, waiting
from articles.models import Edition, RegisterEdit, Trouble
from articles.models.vocabulary import Kind
from pressoffice.ground.clock import database_now

SHOWN = 6  # rows of a list on the first page
MOST = 50  # rows of a list on its own page
REACH = 200  # texts looked at for missing versions


def dashboard(request):
    """What the first page shows, for whoever is signed in; as many queries however much there is."""
    now = database_now()
    user = request.user
    if not user.has_perm("articles.view_article"):
        return {}
    since = visits.note_visit(user, now=now, language=translation.get_language() or "")
    groups = [(label, list(texts[: SHOWN + 1])) for _key, label, texts in waiting(user)]
    return {
        "title": formats.date_format(timezone.localtime(now, office_zone()), "l, j F Y"),
        "office_now": office_time(now),
        "office_zone": settings.OFFICE_TIME_ZONE,
        "groups": [(label, rows[:SHOWN], len(rows) > SHOWN) for label, rows in groups if rows],
        "today": _going_out(request, now),
        "problems": _problems(request, now),
        "held": list(visible_to(user).filter(held())[:SHOWN]),
        "recent": _recent(user, now),
        "since": office_time(since) if since else "",
        "changed": list(visits.changed_by_others(user, since)[:SHOWN]) if since else [],
    }


def _going_out(request, now):
    """What is due until the end of the office's day, in the order of its hours."""
    local = timezone.localtime(now, office_zone())
    midnight = (local + timezone.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return list(readiness.rows(request, midnight))[:MOST]


def _problems(request, now):
    """``(what is wrong, address, what it is)``, the gravest first."""
    user = request.user
    texts = visible_to(user)
    found = []
    for row in break_glass.unreviewed(user)[:SHOWN]:
        found.append((_("Published alone, not reviewed yet"), _page("article", row.edition.article_id), row.edition))
    for row in break_glass.to_mend(user)[:SHOWN]:
        found.append((_("Published alone, and to be mended"), _page("article", row.edition.article_id), row.edition))
    for article in texts.filter(due_at__lt=now, status__in=OPEN).order_by("due_at")[:SHOWN]:
        found.append((due_words(article, now), _page("article", article.pk), article))
    if user.has_perm("articles.view_trouble"):
        for trouble in Trouble.objects.all()[:SHOWN]:
            found.append((_("Could not be settled"), _page("trouble", trouble.pk), trouble.key))
    if user.has_perm("articles.approve_registeredit"):
        for edit in RegisterEdit.objects.filter(state=RegisterEdit.State.WAITING).exclude(by=user)[:SHOWN]:
            found.append((_("A register change waits for a second person"), _page("registeredit", edit.pk), edit))
    if user.has_perm("articles.view_event"):
        for gap in gaps(now)[:SHOWN]:
            found.append((_("Over, and no text about it"), _page("event", gap.event.pk), gap.event))
    for article, languages in _untranslated(texts, now)[:SHOWN]:
        names = ", ".join(str(dict(settings.LANGUAGES)[language]) for language in languages)
        found.append((_("No version in %(languages)s") % {"languages": names}, _page("article", article.pk), article))
    return found


def _page(name, pk):
    return reverse(f"admin:articles_{name}_change", args=[pk])


def _untranslated(texts, now):
    """The newest public texts of the office's own that lack a language."""
    public = texts.filter(editions__in=Edition.objects.listed(now)).exclude(kind=Kind.NEWS_REPORT)
    newest = list(public.order_by("-updated_at").values_list("pk", flat=True)[:REACH])
    return translating.missing(texts.filter(pk__in=newest))


def _recent(user, now):
    """The newest editions that went out."""
    settled = Edition.objects.were_public(now).exclude(settled_at=None).defer("document")
    editions = settled.filter(article__in=visible_to(user).values("pk")).order_by("-public_from", "-pk")
    return [(edition, office_time(edition.public_from)) for edition in editions[:SHOWN]]


def waiting_view(request, site):
    """Everything that waits for the signed-in person, the most pressing first."""
    context = {
        **site.each_context(request),
        "title": _("Waiting for me"),
        "groups": [(label, list(texts[:MOST])) for _key, label, texts in waiting(request.user)],
    }
    return TemplateResponse(request, "admin/waiting.html", context)


def urls(site):
    """The page of what waits."""
    return [path("waiting/", site.admin_view(lambda request: waiting_view(request, site)), name="waiting")]
