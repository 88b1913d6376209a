"""What stands beside a text in its form: one panel a subject. Each is a function of the room it shows.

A panel is ``panel(request, article) -> (template, context) or None``; ``PANELS`` is the order on the page.
"""

from collections.abc import Callable
from typing import Any

from django.template.loader import render_to_string

from articles.admin import (
    access,
    bundles,
    checks,
    comments,
    preview,
    reading,
    reviewing,
    templates,
    text_contacts,
    translations,
    work,
)

Panel = Callable[[Any, Any], tuple[str, dict[str, Any]] | None]

PANELS: list[Panel] = [
    translations.panel,
    reading.panel,
    checks.panel,
    text_contacts.panel,
    comments.panel,
    reviewing.panel,
    translations.start_panel,
    work.panel,
    preview.panel,
    bundles.panel,
    access.panel,
    templates.panel,
]


def panels(request, article):
    """The HTML of every panel that has something to show for ``article``."""
    shown = (panel(request, article) for panel in PANELS)
    return [render_to_string(found[0], found[1] | {"original": article}, request) for found in shown if found]
