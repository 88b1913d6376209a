"""What becomes of a register row, in words for staff: its chain, what waits for a second person, and the buttons."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from articles.admin.life import office_time
from articles.desk import registers
from articles.desk.errors import DeskError
from articles.desk.register_chain import chain_q, is_coming
from articles.models import RegisterEdit
from articles.visible import forget
from pressoffice.ground.chains import Chained
from pressoffice.ground.clock import database_now
from pressoffice.ground.intervals import Interval, is_public


def admin_address(row):
    """The page of a row at the desk."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def life_of(row, user, now):
    """``states`` of the chain, first to last, what is ``waiting``, and the ``buttons`` that ``user`` may press."""
    rows = [row]
    if isinstance(row, Chained):
        rows = sorted(type(row)._base_manager.filter(chain_q(row)), key=_by_hour)
    waiting = RegisterEdit.objects.filter(
        model=row._meta.label_lower, row_uid__in=[one.uid for one in rows], state=RegisterEdit.State.WAITING
    )
    may = user.has_perm(f"{row._meta.app_label}.change_{row._meta.model_name}")
    states = [
        {"words": _state_of(one, now), "title": str(one), "url": admin_address(one), "here": one.pk == row.pk}
        for one in (rows if len(rows) > 1 else [])
    ]
    shown = list(waiting.select_related("by")) if user.has_perm("articles.view_registeredit") else []
    for edit in shown:
        edit.when = office_time(edit.hour) if edit.hour else ""
    return {
        "states": states if len(rows) > 1 else [],
        "waiting": shown,
        "waits": bool(shown) or waiting.exists(),
        "buttons": _buttons(row, now) if may else [],
        "url": reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_hour", args=[row.pk])
        if isinstance(row, Interval)
        else "",
    }


def _by_hour(row):
    return (row.root_id is not None, row.public_from is None, row.public_from or database_now(), row.pk)


def _state_of(row, now):
    told = {"hour": office_time(row.public_from) if row.public_from else ""}
    if row.public_from is None:
        return _("held, no hour yet") if row.replaces_id else _("no hour of its own")
    if row.public_from > now:
        return _("coming: from %(hour)s") % told
    if row.public_until is None:
        return _("public since %(hour)s") % told
    told["until"] = office_time(row.public_until)
    return _("public from %(hour)s until %(until)s") % told


def _buttons(row, now):
    """``(what it does, its words, whether it is grave)``."""
    if not isinstance(row, Interval):
        return []
    if is_coming(row, now):
        hold = [("hold", _("Hold"), False)] if row.public_from else []
        return [*hold, ("cancel", _("Give up the coming change"), True)] if row_replaces(row) else hold
    return [("remove", _("Take off the site"), True)] if is_public(row, now) else []


def row_replaces(row):
    """Whether the row is a later state of another."""
    return getattr(row, "replaces_id", None) is not None


class HourView(View):
    """A button of a coming row or a public one, by POST: hold, give up, take off the site."""

    model_admin = None
    http_method_names = ["post"]

    def post(self, request, object_id):
        """Do it and go back to the row, or to the row it would have replaced."""
        row = get_object_or_404(self.model_admin.get_queryset(request), pk=object_id)
        if not self.model_admin.has_change_permission(request, row):
            raise PermissionDenied
        before = row.replaces if row_replaces(row) else row
        try:
            said = self._act(request, row, database_now())
        except DeskError as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(admin_address(row))
        forget()
        messages.success(request, said)
        there = type(row)._base_manager.filter(pk=row.pk).exists()
        return HttpResponseRedirect(admin_address(row if there else before))

    def _act(self, request, row, now):
        """What is told of what was done."""
        does, by = request.POST.get("do"), request.user
        if does == "hold":
            registers.move(row, None, by=by, now=now)
            return _("Held: it has no hour now.")
        if does == "cancel":
            registers.cancel(row, by=by, now=now)
            return _("The coming change is given up.")
        if does == "remove":
            registers.remove(row, by=by, now=now)
            return _("It is off the site.")
        raise BadRequest
