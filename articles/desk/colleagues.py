"""Who at the office may do a thing."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

BACKEND = "django.contrib.auth.backends.ModelBackend"  # groups and permissions are kept by Django, whoever signs in how


def holders(*permissions: str) -> QuerySet[Any]:
    """Active staff who have one of ``permissions`` (``"articles.approve_article"``), superusers included."""
    users = get_user_model()._default_manager
    has = Q(pk__in=[])
    for permission in permissions:
        has |= Q(pk__in=users.with_perm(permission, backend=BACKEND).values("pk"))
    return users.filter(has, is_staff=True).order_by("username")


def name_of(user: Any) -> str:
    """A member of staff by name, on one line; the name they sign in with where no other is known."""
    return " ".join((user.get_full_name() or user.get_username()).split())
