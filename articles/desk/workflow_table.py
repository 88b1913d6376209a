"""The workflow as it is published: docs/workflow.md, made from the table of steps and the groups, never by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.translation import override

from articles.desk.groups import GROUPS
from articles.desk.steps import STEPS, Step
from articles.models.vocabulary import Status

PATH = Path(__file__).resolve().parents[2] / "docs" / "workflow.md"
COMMAND = "manage.py workflow_table"
ANYBODY = "A superuser"
YES, NO = "yes", "–"

ABOVE = f"""# Workflow

Made from `articles/desk/steps.py` and `articles/desk/groups.py` by `{COMMAND}`; do not edit. A test
compares this file with the code; others take every step in every state, as a member of every group, through every door,
and compare what happens with the tables below.

The status says where the *next* edition of a text stands at the desk. What the public sees is computed from editions
and the clock. Every step goes through `transition()`, whichever door it comes through: it is taken whole and recorded,
or refused with a sentence and nothing changed.

- A step is refused whoever lacks the right, may not know of the text (a limited one), or saw an older state of it.
- The four eyes are of authorship, not of groups: whoever changed the text since its last edition never approves it,
  superusers and importers included.
- An hour earlier than anybody approved needs the new approval of another person, who is no author. At whatever hour it
  goes out, a text tells the roles that the register has for that hour.
- A sign-off that was asked for (legal, protocol, minister's office) is required until it is withdrawn by whoever asked
  or by an approver who is no author. Its yes holds for the very words, class and public note; any edit asks for it
  again. It never counts as the second person's approval. Additions and changes of links need none: their words are the
  ones that were signed.
- Publishing alone, for a grave reason, is what an author may do too. It needs no sign-off, and nothing else is spared:
  what the checks block stays blocked. A banner stands at the text until another person, neither the publisher nor an
  author of that edition, has said that it may stand or must be mended; 24 hours are given for that.
- A change *everywhere* takes one step in every public language version of a text, in all of them or in none.
"""


def table() -> str:
    """The whole file, in English."""
    with override("en"):
        return "\n".join([ABOVE, *_steps(), *_rights(), *_states()]) + "\n"


def groups_with(permission: str) -> list[str]:
    """The groups whose members have a right of the workflow."""
    return [name for name, rights in GROUPS.items() if permission in rights]


def allowed(status: str, action: str, group: str) -> bool:
    """Whether a member of ``group`` alone can take the step from ``status``, where its conditions are met."""
    step = STEPS[action]
    return status in step.sources and (group == ANYBODY or step.permission in GROUPS[group])


def _steps() -> Iterator[str]:
    yield "## Steps\n"
    for action, step in STEPS.items():
        yield f"### {step.label}\n"
        groups = ", ".join(groups_with(step.permission))
        yield f"`{action}`: {_names(step.sources)} → {_target(step)}. Groups: {groups}.\n"
        conditions = [_sentence(guard.__doc__) for guard in step.guards]
        if step.note_needed:
            conditions.append("A reason is given.")
        if step.takes_hour:
            conditions.append("It takes effect now, or at an hour ahead.")
        yield from (f"- {condition}" for condition in conditions)
        yield f"{chr(10) if conditions else ''}Recorded beside the step: {_lowered(_sentence(step.act.__doc__))}\n"


def _rights() -> Iterator[str]:
    yield "## Who has which right\n"
    rights = list(dict.fromkeys(step.permission for step in STEPS.values()))
    yield from _rows(
        ["group", *(f"`{right.removesuffix('_article')}`" for right in rights)],
        ([name, *(_mark(right in held) for right in rights)] for name, held in GROUPS.items()),
    )
    yield "\nA person in several groups has the rights of each; a superuser has every right, and no more than that.\n"


def _states() -> Iterator[str]:
    yield "## State, step and group\n"
    yield (
        f"“{YES}”: a member of that group can take the step where its conditions above are met. “{NO}”: refused. Steps"
        " that a table leaves out are refused to everybody in that state.\n"
    )
    names = [*GROUPS, ANYBODY]
    for status in Status:
        yield f"### {status.label}\n"
        taken = [action for action, step in STEPS.items() if status in step.sources]
        if not taken:
            yield "No step leads out of this state.\n"
            continue
        yield from _rows(
            ["step", *names],
            ([f"`{action}`", *(_mark(allowed(status, action, name)) for name in names)] for action in taken),
        )
        yield ""


def _rows(head: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def _mark(right: bool) -> str:
    return YES if right else NO


def _names(statuses: Iterable[str]) -> str:
    return ", ".join(str(Status(status).label).lower() for status in statuses)


def _target(step: Step) -> str:
    return _names([step.target]) if step.target else "the same state"


def _sentence(docstring: str | None) -> str:
    assert docstring, "every guard and every act of a step has a docstring: it is published"
    return " ".join(docstring.split())


def _lowered(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
