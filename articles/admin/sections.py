"""The form of a text in sections, in the order of the work: words, dateline, about, people, publication."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.admin.parts import INLINES

PUBLICATION = "part-publication"  # the section the parts of a text stand before


@dataclass
class Section:
    """One section of the page. ``open`` without being asked: it is always needed, or holds an error."""

    key: str
    name: Any
    fieldset: Any = None
    inlines: list[Any] = field(default_factory=list)
    open: bool = True


def sections(adminform, inlines):
    """The sections of a form: its fieldsets, and its rows of parts before the one about publication."""
    parts = [one for one in inlines if isinstance(one.opts, tuple(INLINES))]
    people = Section("part-people", _("People and statements"), inlines=parts)
    found = []
    for number, fieldset in enumerate(adminform):
        key = next((name for name in fieldset.classes.split() if name.startswith("part-")), f"part-{number}")
        names = {name for line in fieldset.fields for name in ([line] if isinstance(line, str) else line)}
        wrong = bool(names & set(adminform.form.errors))
        correcting = bool(adminform.form.instance.next_class)  # what readers are told of it stands there
        section = Section(key, fieldset.name, fieldset, open=wrong or correcting or key != PUBLICATION)
        fieldset.name = None  # the section has the heading
        if key == PUBLICATION and parts:
            found.append(people)
        found.append(section)
    rest = [one for one in inlines if one not in parts]
    if rest:
        found[-1].inlines = rest
    return found
