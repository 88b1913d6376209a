"""Accounts of staff: nobody gives rights they do not have, and nobody takes over an account that has more."""

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group

User = get_user_model()


def within(rights, granter):
    """Whether ``granter`` has every one of ``rights`` (``"app.codename"``)."""
    return granter.is_superuser or set(rights) <= granter.get_all_permissions()


class StaffAdmin(UserAdmin):
    """Users. Superuser and single permissions are for superusers; groups only those within one's own rights."""

    filter_horizontal = []

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
        if db_field.name == "groups" and not request.user.is_superuser:
            groups = Group.objects.prefetch_related("permissions__content_type")
            kwargs["queryset"] = Group.objects.filter(
                pk__in=[group.pk for group in groups if within(_rights(group), request.user)]
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)


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


class OfficeGroupAdmin(GroupAdmin):
    """Groups: what a group may do is set by superusers."""

    filter_horizontal = []

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *([] if request.user.is_superuser else ["permissions"])]


admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.register(User, StaffAdmin)
admin.site.register(Group, OfficeGroupAdmin)
