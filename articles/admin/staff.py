"""Accounts of staff: nobody gives rights they do not have, and nobody takes over an account that has more."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from axes.utils import reset as unlock
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.access import AccountRows
from articles.desk import audit
from articles.desk.groups import GROUPS, SMALL_OFFICE
from pressoffice.ground.clock import database_now

User = get_user_model()
FLAGS = ("is_active", "is_staff", "is_superuser")


def within(rights, granter):
    """Whether ``granter`` has every one of ``rights`` (``"app.codename"``)."""
    return granter.is_superuser or set(rights) <= granter.get_all_permissions()


class ReasonForm(forms.Form):
    """Why a colleague's second factor is taken away."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("How you made sure that it is them who ask. It stands in the record."),
    )


def offered_groups():
    """The groups an account may be put into: in a small office its two, those somebody is in, and its own."""
    groups = Group.objects.order_by("name")
    if not settings.SMALL_OFFICE:
        return groups
    idle = set(GROUPS) - set(SMALL_OFFICE)
    return groups.exclude(name__in=idle, user=None)


class StaffAdmin(AccountRows, UserAdmin):
    """Users. Superuser and single permissions are for superusers; groups only those within one's own rights."""

    filter_horizontal = []
    change_form_template = "admin/auth/user/change_form.html"

    def get_readonly_fields(self, request, obj=None):
        fixed = [] if request.user.is_superuser else ["is_superuser", "user_permissions"]
        return [*super().get_readonly_fields(request, obj), "last_login", "date_joined", *fixed]

    def has_change_permission(self, request, obj=None):
        """An account with rights its editor lacks is not changed by that editor, nor is its password."""
        allowed = super().has_change_permission(request, obj)
        if not allowed or obj is None or request.user.is_superuser:
            return allowed
        return not obj.is_superuser and within(_rights_of(obj), request.user)

    def has_delete_permission(self, request, obj=None):
        """Accounts that acted are evidence: they are deactivated, not deleted."""
        return request.user.is_superuser and super().has_delete_permission(request, obj)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple
            kwargs["queryset"] = offered_groups()
        if db_field.name == "groups" and not request.user.is_superuser:
            groups = offered_groups().prefetch_related("permissions__content_type")
            kwargs["queryset"] = Group.objects.filter(
                pk__in=[group.pk for group in groups if within(_rights(group), request.user)]
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    # --- What is recorded ---------------------------------------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        """Save, and remember what the account was, for the record."""
        form.was = _standing(User.objects.get(pk=obj.pk)) if change else None
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Save the groups, then record what changed: flags, groups and rights by name; of other fields only which."""
        super().save_related(request, form, formsets, change)
        user, was = form.instance, form.was
        now_is = _standing(User.objects.get(pk=user.pk))
        subject, now = f"user:{user.pk}", database_now()
        if was is None:
            audit.record("account-added", subject, by=request.user, now=now, username=user.get_username(), **now_is)
            return
        rights = {name: [was[name], now_is[name]] for name in now_is if was[name] != now_is[name]}
        if rights:
            audit.record("account-rights", subject, by=request.user, now=now, **rights)
        others = sorted(set(form.changed_data) - {*FLAGS, "groups", "user_permissions"})
        if others:
            audit.record("account-changed", subject, by=request.user, now=now, fields=others)

    def user_change_password(self, request, id, form_url=""):
        """Set a colleague's password, which is recorded and lifts a lock; every session of theirs ends with it."""
        if str(id) == str(request.user.pk):
            return HttpResponseRedirect(reverse("account_change_password"))  # which asks for the old one
        before = User.objects.filter(pk=id).values_list("password", flat=True).first()
        with transaction.atomic():
            response = super().user_change_password(request, id, form_url)
            user = User.objects.filter(pk=id).first()
            if request.method == "POST" and user and user.password != before:
                unlock(username=user.get_username().casefold())
                audit.record("password-changed", f"user:{user.pk}", by=request.user, now=database_now())
        return response

    # --- Second factor ------------------------------------------------------------------------------------------------

    def get_urls(self):
        view = self.admin_site.admin_view(self.second_factor_view)
        return [path("<int:id>/second-factor/", view, name="auth_user_second_factor"), *super().get_urls()]

    def second_factor_view(self, request, id):
        """Take a colleague's second factor away, so that they can set up another: by POST, with the reason."""
        user = self.get_object(request, str(id))
        if user is None:
            raise Http404
        if not self.has_change_permission(request, user) or user == request.user:
            raise PermissionDenied
        factors = list(Authenticator.objects.filter(user=user))
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            self.admin_site.require_recent(request, "reset")
            self._reset(request, user, factors, form.cleaned_data["reason"])
            messages.success(request, gettext("The second factor of “%(user)s” is taken away.") % {"user": user})
            return HttpResponseRedirect(reverse("admin:auth_user_change", args=[user.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Take the second factor away"),
            "opts": self.opts,
            "original": user,
            "factors": factors,
            "form": form,
        }
        return TemplateResponse(request, "admin/auth/user/second_factor.html", context)

    @transaction.atomic
    def _reset(self, request, user, factors, reason):
        for factor in factors:
            factor.delete()
            authenticator_removed.send(Authenticator, request=request, user=user, authenticator=factor)
        audit.record("factors-reset", f"user:{user.pk}", by=request.user, now=database_now(), note=reason)


def _standing(user):
    """What an account may, for the record: flags, names of groups, single permissions."""
    flags = {flag: getattr(user, flag) for flag in FLAGS}
    groups = sorted(user.groups.values_list("name", flat=True))
    return flags | {"groups": groups, "permissions": sorted(_named(user.user_permissions.all()))}


def _rights(group):
    """The rights of a group."""
    return _named(group.permissions.all())


def _rights_of(user):
    """The rights an account has, or would have again once it is active."""
    groups = user.groups.prefetch_related("permissions__content_type")
    own = _named(user.user_permissions.select_related("content_type"))
    return own.union(*(_rights(group) for group in groups))


def _named(permissions):
    return {f"{permission.content_type.app_label}.{permission.codename}" for permission in permissions}


class OfficeGroupAdmin(AccountRows, GroupAdmin):
    """Groups: what a group may do, what it is called and whether it stays is for superusers."""

    filter_horizontal = []

    def get_readonly_fields(self, request, obj=None):
        fixed = [] if request.user.is_superuser else ["permissions", *(["name"] if obj else [])]
        return [*super().get_readonly_fields(request, obj), *fixed]

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser and super().has_delete_permission(request, obj)

    def save_related(self, request, form, formsets, change):
        """Save, then record which rights the group lost and won."""
        was = _rights(Group.objects.get(pk=form.instance.pk)) if change else set()
        super().save_related(request, form, formsets, change)
        group = Group.objects.get(pk=form.instance.pk)
        rights = _rights(group)
        audit.record(
            "group-rights",
            f"group:{group.pk}",
            by=request.user,
            now=database_now(),
            name=group.name,
            given=sorted(rights - was),
            taken=sorted(was - rights),
        )

    @transaction.atomic
    def delete_model(self, request, obj):
        name, key = obj.name, obj.pk
        super().delete_model(request, obj)
        audit.record("group-removed", f"group:{key}", by=request.user, now=database_now(), name=name)

    def delete_queryset(self, request, queryset):
        for group in queryset:
            self.delete_model(request, group)


admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.register(User, StaffAdmin)
admin.site.register(Group, OfficeGroupAdmin)
for shown in (Authenticator, EmailAddress):  # secrets of second factors are nobody's to read
    if admin.site.is_registered(shown):
        admin.site.unregister(shown)
