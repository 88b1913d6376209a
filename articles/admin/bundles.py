"""Bundles at the staff's door: the list, the board of one with what each member lacks, and its buttons."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.life import OfficeHourField, office_time
from articles.admin.readiness import address_of
from articles.desk import bundled, bundles
from articles.desk.access import visible_to
from articles.desk.acts import in_words
from articles.desk.bundle_readiness import members
from articles.desk.errors import BundleError, DeskError
from articles.models import Article, AuditEntry, Bundle, BundleItem, Event
from articles.models.vocabulary import Status
from articles.visible import forget
from people.models import Position
from people.names import fold
from pressoffice.ground.clock import database_now
from pressoffice.ground.identity import read_reference
from pressoffice.ground.numbers import read_number

FOUND = 12  # rows of one register that a search shows
LISTED = 100
ACTS_SHOWN = 12


class NewForm(forms.Form):
    """A bundle to be made."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)


class HourForm(forms.Form):
    """When everything in a bundle goes out."""

    when = forms.ChoiceField(label=gettext_lazy("When"), widget=forms.RadioSelect)
    hour = OfficeHourField(required=False)

    def __init__(self, does, *args, hold=False, **kwargs):
        super().__init__(*args, auto_id=f"id_{does}_%s", **kwargs)
        choices = [("hour", _("At this hour")), ("soon", _("As soon as possible: within fifteen seconds"))]
        self.fields["when"].choices = [*choices, ("hold", _("Hold: no hour yet"))] if hold else choices
        self.fields["hour"].label = _("Hour in %(zone)s") % {"zone": settings.OFFICE_TIME_ZONE}
        self.fields["hour"].help_text = _("It is %(now)s there now.") % {"now": office_time(database_now())}

    def clean(self):
        """An hour is needed exactly where it is chosen."""
        cleaned = super().clean()
        if cleaned.get("when") == "hour" and not cleaned.get("hour") and "hour" not in self.errors:
            self.add_error("hour", _("Give the hour."))
        return cleaned

    def options(self):
        """``(hour, whether it is held)``."""
        when = self.cleaned_data["when"]
        return (self.cleaned_data["hour"] if when == "hour" else None), when == "hold"


class PlanForm(forms.Form):
    """The hour a bundle is meant for while it is prepared."""

    hour = OfficeHourField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="id_plan_%s", **kwargs)
        self.fields["hour"].label = _("Planned for (%(zone)s)") % {"zone": settings.OFFICE_TIME_ZONE}


# --- The list ---------------------------------------------------------------------------------------------------------


def bundles_view(request):
    """Every bundle one may know of, the open ones first; a new one by POST."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    form = NewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            bundle = bundles.make(form.cleaned_data["name"], by=request.user, now=database_now())
        except DeskError as refused:
            messages.error(request, str(refused))
        else:
            return HttpResponseRedirect(reverse("admin:bundle", args=[bundle.uid]))
    now = database_now()
    found = bundled.visible_to(request.user).annotate(number=Count("items")).select_related("made_by")[:LISTED]
    groups = [(_("Being prepared"), []), (_("Approved, to come"), []), (_("Gone out or cancelled"), [])]
    for bundle in found:
        bundle.when = office_time(bundle.hour) if bundle.hour else ""
        done = bundle.state == Bundle.State.CANCELLED or bundle.is_out(now)
        groups[2 if done else 0 if bundle.state == Bundle.State.OPEN else 1][1].append(bundle)
    context = {
        **admin.site.each_context(request),
        "title": _("Bundles"),
        "groups": [(label, rows) for label, rows in groups if rows],
        "form": form if request.user.has_perm("articles.change_article") else None,
        "zone": settings.OFFICE_TIME_ZONE,
    }
    return TemplateResponse(request, "admin/bundles/list.html", context)


# --- One bundle -------------------------------------------------------------------------------------------------------


def bundle_view(request, uid):
    """The board of a bundle; its buttons by POST. One that holds a text the person may not see does not exist."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    bundle = get_object_or_404(bundled.visible_to(request.user), uid=uid)
    if request.method != "POST":
        return _board(request, bundle)
    does = request.POST.get("do", "")
    if does in ("approve", "move"):
        admin.site.require_recent(request, "release")
    form = _form_of(does, request)
    if form is not None and not form.is_valid():
        return _board(request, bundle, forms_given={does: form}, status=400)
    version = read_number(request.POST.get("version"), -1)
    try:
        said = _do(request, bundle, does, form, version)
    except DeskError as refused:
        messages.error(request, str(refused))
        return _board(request, Bundle.objects.get(pk=bundle.pk), {does: form} if form else {}, status=409)
    forget()
    messages.success(request, said)
    return HttpResponseRedirect(reverse("admin:bundle", args=[bundle.uid]))


def _form_of(does, request):
    """The form a button needs; None where it needs none."""
    if does in ("approve", "move"):
        return HourForm(does, request.POST, hold=does == "approve")
    return PlanForm(request.POST) if does == "plan" else None


def _do(request, bundle, does, form, version):
    """Press the button; what is told of it."""
    who = {"by": request.user, "version": version, "now": database_now()}
    if does == "add":
        row = _row_named(request, request.POST.get("row", ""))
        bundles.add(bundle, row, act=request.POST.get("act", ""), note=request.POST.get("note", ""), **who)
        return _("“%(row)s” is in the bundle.") % {"row": row}
    if does == "remove":
        key = request.POST.get("item", "")
        item = get_object_or_404(BundleItem, pk=read_number(key), bundle=bundle, open=True)
        bundles.remove(bundle, item, **who)
        return _("“%(row)s” is out of the bundle.") % {"row": item}
    if does == "plan":
        bundles.plan(bundle, form.cleaned_data["hour"], **who)
        return _("The planned hour is written down. Nothing goes out by it.")
    if does == "approve":
        hour, held = form.options()
        return _of_hour(bundles.approve(bundle, hour, hold=held, **who))
    if does == "move":
        return _of_hour(bundles.move(bundle, form.options()[0], **who))
    if does == "hold":
        bundles.hold(bundle, **who)
        return _("Held: nothing of it has an hour now.")
    if does == "cancel":
        bundles.cancel(bundle, **who)
        return _("The bundle is cancelled.")
    raise BundleError("bundle-closed")


def _of_hour(bundle):
    if bundle.hour is None:
        return _("Approved and held.")
    return _("All of it goes out at %(hour)s.") % {"hour": office_time(bundle.hour)}


def _board(request, bundle, forms_given=None, status=200):
    now = database_now()
    out = bundle.is_out(now)
    chosen = bundles.ordered(bundle)
    if out or bundle.state == Bundle.State.CANCELLED:
        chosen = list(bundle.items.select_related("article", "event", "position__person"))
    found = [_member(member, bundle, now) for member in members(chosen)]
    given = forms_given or {}
    may_put = request.user.has_perm("articles.change_article")
    may_approve = request.user.has_perm("articles.approve_article")
    is_open = bundle.state == Bundle.State.OPEN
    waits = bundle.state == Bundle.State.APPROVED and not out
    words = request.GET.get("q", "").strip()[:100]
    start = {"hour": bundle.hour, "when": "hour"} if bundle.hour else {}
    context = {
        **admin.site.each_context(request),
        "title": bundle.name,
        "bundle": bundle,
        "when": office_time(bundle.hour) if bundle.hour else "",
        "zone": settings.OFFICE_TIME_ZONE,
        "out": out,
        "waits": waits,
        "is_open": is_open,
        "members": found,
        "unready": sum(bool(one["faults"]) for one in found),
        "limited": any(one["limited"] for one in found),
        "may_put": may_put and is_open,
        "may_cancel": (may_put and is_open) or (may_approve and waits),
        "plan_form": given.get("plan", PlanForm(initial={"hour": bundle.hour})) if may_put and is_open else None,
        "approve_form": given.get("approve", HourForm("approve", initial=start, hold=True))
        if may_approve and is_open and found
        else None,
        "move_form": given.get("move", HourForm("move", initial=start)) if may_approve and waits else None,
        "words": words,
        "results": search(request.user, words, now) if words and may_put and is_open else None,
        "acts": _acts(bundle),
    }
    return TemplateResponse(request, "admin/bundles/board.html", context, status=status)


def _acts(bundle):
    """The last acts on it, in words."""
    found = list(AuditEntry.objects.filter(subject=f"bundle:{bundle.uid}").select_related("by")[:ACTS_SHOWN])
    for act in found:
        act.words = in_words(act)
    return found


def _member(member, bundle, now):
    """What the board says of one member."""
    item, row = member.item, member.row
    hour = member.hour(now) if item.open else None
    return {
        "item": item,
        "title": _title(row),
        "url": address_of(row),
        "reference": member.reference,
        "what": _what(item),
        "limited": bool(item.article and item.article.limited),
        "language": item.article.language if item.article else "",
        "status": item.article.get_status_display() if item.article else "",
        "hour": office_time(hour) if hour else "",
        "faults": member.faults_now(bundle, now) if item.open else [],
        "left": not item.open and bundle.state == Bundle.State.APPROVED and not bundle.is_out(now),
    }


def _title(row):
    return f"{row.person}: {row}" if isinstance(row, Position) else str(row)


def _reference(row):
    return f"PR-{row.reference}" if isinstance(row, Article) else row.reference


def _what(item):
    if item.act == BundleItem.Act.WITHDRAW:
        return _("Withdraw")
    row = bundled.row_of(item)
    return row.get_kind_display() if item.article else row._meta.verbose_name


# --- What can be put in -----------------------------------------------------------------------------------------------


def search(user, words, now):
    """What has that reference or those words in its name, of what ``user`` may put into a bundle and is in none.

    Rows are ``{key, title, url, reference, what, may_withdraw}``; the key names the row to ``add``.
    """
    bundles.close_past(now)
    reference, folded = read_reference(words), fold(words)
    taken = BundleItem.objects.filter(open=True)
    texts = visible_to(user).exclude(status=Status.DISCARDED).exclude(bundle_items__in=taken)
    found = list(texts.filter(Q(reference=reference) | Q(headline__icontains=words))[:FOUND])
    if user.has_perm("articles.change_event"):
        events = Event.objects.filter(root=None, merged_into=None).exclude(bundle_items__in=taken)
        found += events.filter(Q(reference=reference) | Q(folded__contains=folded))[:FOUND]
    if user.has_perm("people.change_position"):
        held = Position.objects.filter(root=None).exclude(pk__in=taken.exclude(position=None).values("position"))
        held = held.filter(Q(reference=reference) | Q(person__folded__contains=folded) | Q(title__icontains=words))
        found += held.select_related("person", "organisation")[:FOUND]
    return [_result(row) for row in found]


def _result(row):
    text = isinstance(row, Article)
    return {
        "key": f"{row._meta.model_name}:{row.uid}",
        "title": _title(row),
        "url": address_of(row),
        "reference": _reference(row),
        "what": row.get_status_display() if text else row._meta.verbose_name,
        "may_withdraw": text and row.status == Status.APPROVED,
    }


def _row_named(request, key):
    """The row a result of ``search`` names; BundleError where the person may know of none such."""
    name, _colon, uid = key.partition(":")
    rows = {
        "article": visible_to(request.user),
        "event": Event.objects.filter(root=None, merged_into=None),
        "position": Position.objects.filter(root=None),
    }.get(name)
    try:
        found = rows.filter(uid=uid).first() if rows is not None else None
    except (forms.ValidationError, ValueError):
        found = None
    if found is None:
        raise BundleError("bundle-no-member")
    return found


# --- Beside a text ----------------------------------------------------------------------------------------------------


def panel(request, article):
    """The bundle a text is in, beside its form."""
    item = BundleItem.objects.filter(article=article, open=True).select_related("bundle").first()
    if item is None or not bundled.visible_to(request.user, Bundle.objects.filter(pk=item.bundle_id)).exists():
        return None
    bundle, now = item.bundle, database_now()
    if bundle.is_out(now):
        return None
    when = office_time(bundle.hour) if bundle.hour else ""
    told = {"bundle": bundle, "url": reverse("admin:bundle", args=[bundle.uid]), "when": when, "item": item}
    return "admin/bundles/panel.html", told


def urls(site):
    """The addresses of bundles."""
    return [
        path("bundles/", site.admin_view(bundles_view), name="bundles"),
        path("bundles/<uuid:uid>/", site.admin_view(bundle_view), name="bundle"),
    ]
