"""The groups staff belong to, and what each may do. Put in place after every migrate; nobody is added or removed."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections

_PARTS = ["statement", "mention", "citation", "eventlink"]
_NAMES = ["personname", "personidentifier", "organisationname", "organisationidentifier"]
_REGISTERS = ["person", "organisation", *_NAMES, "position"]
_DESK = ["article", *_PARTS, "source", "event", "participant", "eventseries", "coverage", "topic", "proposal"]
_VOCABULARIES = ["place", "contact"]
_BESIDE = ["comment", "reviewrequest", "waiver", "breakglass", "previewlink"]  # what is said beside a text
_TEMPLATES = ["texttemplate", "boilerplate"]
_BUNDLES = ["bundle", "bundleitem"]


def _all(models: list[str], *verbs: str) -> list[str]:
    return [f"{verb}_{model}" for model in models for verb in verbs]


_READ = _all(
    [
        *_DESK, *_REGISTERS, *_VOCABULARIES, *_BESIDE, *_TEMPLATES, *_BUNDLES, "textcontact", "sourcetext", "edition",
        "revision", "approval", "frontpageitem",
    ],
    "view",
)  # fmt: skip
_WRITE = [
    *_all([*_DESK, "textcontact"], "add", "change"),
    *_all([*_PARTS, "participant", "coverage", "textcontact"], "delete"),
    "change_frontpageitem",
    "limit_article",
]

GROUPS: dict[str, list[str]] = {
    "Writer": [*_READ, *_WRITE, *_all(["person", "organisation", "position"], "add"), "submit_article"],
    "Reviewer": [*_READ, "review_article"],
    "Approver": [
        *_READ, *_WRITE, "review_article", "approve_article", "release_article", "relink_article", "take_down_article",
        "backdate_article", "view_registeredit", "approve_registeredit",
        *_all([*_TEMPLATES, *_BUNDLES], "add", "change"),
        "delete_bundleitem", "sign_off_article", "break_glass_article", "request_records", "view_absence",
        "change_absence", "approve_frontpageitem", "end_frontpageitem",
    ],
    "Sign-off": [*_READ, "sign_off_article"],
    "Duty publisher": [*_READ, "take_down_article", "release_article", "break_glass_article", "end_frontpageitem"],
    "Registry editor": [
        *_READ, *_all([*_REGISTERS, *_VOCABULARIES, "source", "topic"], "add", "change"), *_all(_NAMES, "delete"),
        "view_registeredit", *_all(["merge"], "view", "add", "change"),
        *_all(["person", "organisation", "position"], "import"),
    ],
    "Media librarian": _READ,
    "Records officer": [*_READ, "view_auditentry", "view_change", "read_all_article", "request_records"],
    "Technical administrator": ["view_trouble", "view_auditentry"],
}  # fmt: skip
SMALL_OFFICE = ("Writer", "Approver")  # anyone may be both, never on the same text


_before: set[tuple[str, str]] | None = None  # the rights there were before the migrate that is going on


def remember(sender: Any = None, using: str = "default", **_kwargs: Any) -> None:
    """Before a migrate, note which rights there are, so that ``install`` knows the new ones."""
    global _before
    if using == "default":
        there = Permission._meta.db_table in connections[using].introspection.table_names()
        _before = _rights() if there else set()


def install(sender: Any = None, using: str = "default", **_kwargs: Any) -> None:
    """Make each group that is not there yet, and give the others those of their rights that the migrate brought.

    So a right that is new in this version reaches an office that has its groups already, once; what an office changed
    in a group stays as it is.
    """
    global _before
    if using != "default":
        return
    for label in ("people", "articles"):
        create_permissions(apps.get_app_config(label), verbosity=0)
    brought = _rights() - _before if _before is not None else set()
    _before = None
    ours = Permission.objects.filter(content_type__app_label__in=["articles", "people"])
    for name, codenames in GROUPS.items():
        group, made = Group.objects.get_or_create(name=name)
        if made:
            group.permissions.set(ours.filter(codename__in=codenames))
        elif brought:
            new = {codename for _label, codename in brought}.intersection(codenames)
            group.permissions.add(*ours.filter(codename__in=new))


def _rights() -> set[tuple[str, str]]:
    return set(Permission.objects.values_list("content_type__app_label", "codename"))
