"""The groups staff belong to, and what each may do. Put in place after every migrate; nobody is added or removed."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

_PARTS = ["statement", "mention", "citation", "eventlink"]
_NAMES = ["personname", "personidentifier", "organisationname", "organisationidentifier"]
_REGISTERS = ["person", "organisation", *_NAMES, "position"]
_DESK = ["article", *_PARTS, "source", "event", "participant", "eventseries", "coverage", "topic", "proposal"]
_VOCABULARIES = ["place", "contact"]


def _all(models: list[str], *verbs: str) -> list[str]:
    return [f"{verb}_{model}" for model in models for verb in verbs]


_READ = _all([*_DESK, *_REGISTERS, *_VOCABULARIES, "sourcetext", "edition", "revision", "approval"], "view")
_WRITE = _all(_DESK, "add", "change") + _all(_PARTS, "delete") + _all(["participant", "coverage"], "delete")

GROUPS: dict[str, list[str]] = {
    "Writer": [*_READ, *_WRITE, *_all(["person", "organisation", "position"], "add"), "submit_article"],
    "Reviewer": [*_READ, "review_article"],
    "Approver": [
        *_READ, *_WRITE, "review_article", "approve_article", "release_article", "relink_article", "take_down_article",
        "backdate_article", "view_registeredit", "approve_registeredit",
    ],
    "Duty publisher": [*_READ, "take_down_article", "release_article"],
    "Registry editor": [
        *_READ, *_all([*_REGISTERS, *_VOCABULARIES, "source", "topic"], "add", "change"), *_all(_NAMES, "delete"),
        "view_registeredit", *_all(["merge"], "view", "add", "change"),
        *_all(["person", "organisation", "position"], "import"),
    ],
    "Media librarian": _READ,
    "Records officer": [*_READ, "view_auditentry", "view_change"],
    "Technical administrator": ["view_trouble", "view_auditentry"],
}  # fmt: skip
SMALL_OFFICE = ("Writer", "Approver")  # anyone may be both, never on the same text


def install(sender: Any = None, using: str = "default", **_kwargs: Any) -> None:
    """Make each group that is not there yet, with its rights. A group that an office has changed stays as it is."""
    if using != "default":
        return
    for label in ("people", "articles"):
        create_permissions(apps.get_app_config(label), verbosity=0)
    for name, codenames in GROUPS.items():
        group, made = Group.objects.get_or_create(name=name)
        if made:
            group.permissions.set(
                Permission.objects.filter(content_type__app_label__in=["articles", "people"], codename__in=codenames)
            )
