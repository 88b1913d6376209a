from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import get_resolver

from articles.viewsets.openapi import filter_parameters

PATH = Path(settings.BASE_DIR) / "docs" / "filters.md"
MARK = "<!-- What follows is written by manage.py filters_table. -->"


def _patterns(resolver, before="/"):
    """``(address, callback)`` of everything below."""
    for one in resolver.url_patterns:
        address = f"{before}{one.pattern}"
        if hasattr(one, "url_patterns"):
            yield from _patterns(one, address)
        else:
            yield address, one.callback


def lists_of_the_api():
    """``(address, operation)`` of every list of the API with filters."""
    for address, callback in _patterns(get_resolver()):
        listing = getattr(callback, "actions", {}).get("get") == "list"
        operation = getattr(callback.cls, "operations", {}).get("list") if listing else None
        if operation and operation.filterset:
            yield address, operation


def pages_with_forms():
    """The views of every page of the site that is a list with filters."""
    views = {getattr(callback, "view_class", None) for _address, callback in _patterns(get_resolver())}
    return sorted((view for view in views if getattr(view, "filterset_class", None)), key=lambda view: view.__name__)


def table():
    """docs/filters.md as the code has it; the words before the mark stay."""
    shown = {}
    for view in pages_with_forms():
        shown.setdefault(view.filterset_class, set()).update(view.form_fields)
    lines = [PATH.read_text(encoding="utf-8").partition(MARK)[0] + MARK]
    told = set()
    for _address, operation in lists_of_the_api():
        if operation.filterset in told:
            continue
        told.add(operation.filterset)
        others = [a for a, o in lists_of_the_api() if o.filterset is operation.filterset]
        lines += ["", f"## {' and '.join(f'`{one}`' for one in others)}", ""]
        lines += [f"Order: {', '.join(f'`{name}`' for name in operation.order_names)}.", ""] if operation.orders else []
        lines += ["| Parameter | Meaning | Values | On the page |", "| --- | --- | --- | --- |"]
        for name, (schema, words) in filter_parameters(operation).items():
            enum = schema.get("items", schema).get("enum")
            values = ", ".join(f"`{one}`" for one in enum) if enum else ""
            place = "form" if name in shown.get(operation.filterset, ()) else "by address"
            lines.append(f"| `{name}` | {words} | {values} | {place} |")
    return "\n".join(lines) + "\n"


class Command(BaseCommand):
    help = (
        "Write docs/filters.md from the filters themselves. Running it twice changes nothing. With --check nothing is "
        "written; the exit status is 1 where the file differs from the code."
    )

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="Only say whether the file is up to date.")

    def handle(self, *, check, **options):
        wanted = table()
        there = PATH.read_text(encoding="utf-8")
        if there == wanted:
            self.stdout.write(f"{PATH.name} is up to date")
        elif check:
            raise CommandError(f"{PATH.name} differs from the code: run manage.py filters_table.")
        else:
            PATH.write_text(wanted, encoding="utf-8")
            self.stdout.write(f"{PATH.name} written")
