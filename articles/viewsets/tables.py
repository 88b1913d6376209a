"""Tables of docs/api.md that are made from the code."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import override

from articles.serializers.change_types import MEANINGS
from articles.viewsets.reference import RESOURCES, operations_of

PATH = Path(__file__).resolve().parents[2] / "docs" / "api.md"


def changes() -> list[str]:
    """Each type of change: what happened, what its address answers then, what a client must do."""
    rows = ["| type | what happened | `url` answers | what a client must do |", "| --- | --- | --- | --- |"]
    rows += [f"| `{kind.value}` | {one.what} | {one.status} | {one.do} |" for kind, one in MEANINGS.items()]
    return rows


def resources() -> list[str]:
    """Each list: its formats, its orders, what it can expand."""
    rows = ["| list | formats | orders | `expand` |", "| --- | --- | --- | --- |"]
    for name in RESOURCES:
        operation = operations_of(name)
        orders = ", ".join(f"`{one}`" for one in operation.order_names) if operation.orders else ""
        expands = ", ".join(f"`{one}`" for one in operation.expands)
        rows.append(f"| `/{name}/` | {', '.join(operation.formats)} | {orders} | {expands} |")
    return rows


TABLES: dict[str, Callable[[], list[str]]] = {"changes": changes, "resources": resources}


def filled(text: str) -> str:
    """``text`` with each table anew: it stands between ``<!-- table: NAME -->`` and ``<!-- end -->``."""
    with override("en"):
        for name, table in TABLES.items():
            made = "\n".join(table())
            pattern = rf"(<!-- table: {name} -->\n).*?(<!-- end -->)"
            text = re.sub(pattern, lambda m, made=made: f"{m[1]}{made}\n{m[2]}", text, flags=re.DOTALL)
    return text
