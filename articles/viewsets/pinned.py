"""What a change of the OpenAPI document would break for clients that rely on the one that is pinned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Document = dict[str, Any]


def breaks(pinned: Document, made: Document) -> list[str]:
    """One sentence for each thing that clients of ``pinned`` may rely on and ``made`` has not; empty where none.

    What is new breaks nothing: addresses, parameters that may be left out, fields, values, answers.
    """
    return [*_paths(pinned, made), *_shapes(pinned, made)]


def _paths(pinned: Document, made: Document) -> Iterator[str]:
    for path, methods in pinned["paths"].items():
        for method, was in methods.items():
            name = f"{method.upper()} {path}"
            now = made["paths"].get(path, {}).get(method)
            if now is None:
                yield f"{name} is gone"
                continue
            if was["operationId"] != now["operationId"]:
                yield f"{name} is called {now['operationId']}, no longer {was['operationId']}"
            yield from _parameters(name, was, now)
            yield from _answers(name, was, now)


def _parameters(name: str, was: Document, now: Document) -> Iterator[str]:
    before, after = ({(p["in"], p["name"]): p for p in one.get("parameters", ())} for one in (was, now))
    for key, parameter in before.items():
        told = f"{name}: parameter {key[1]}"
        if key not in after:
            yield f"{told} is gone"
            continue
        yield from _schema(told, parameter["schema"], after[key]["schema"], takes=True)
        if after[key].get("required") and not parameter.get("required"):
            yield f"{told} is required"
    for key, parameter in after.items():
        if key not in before and parameter.get("required"):
            yield f"{name}: parameter {key[1]} is new and required"


def _answers(name: str, was: Document, now: Document) -> Iterator[str]:
    for status, answer in was["responses"].items():
        if status not in now["responses"]:
            yield f"{name}: no longer answers {status}"
            continue
        for media, content in answer.get("content", {}).items():
            offered = now["responses"][status].get("content", {})
            if media not in offered:
                yield f"{name}: {status} is no longer given as {media}"
            else:
                yield from _schema(f"{name}: {status}", content.get("schema", {}), offered[media].get("schema", {}))


def _shapes(pinned: Document, made: Document) -> Iterator[str]:
    shapes = made["components"]["schemas"]
    for name, was in pinned["components"]["schemas"].items():
        if name not in shapes:
            yield f"the shape {name} is gone"
            continue
        yield from _schema(name, was, shapes[name])


def _schema(name: str, was: Document, now: Document, *, takes: bool = False) -> Iterator[str]:
    """``takes``: of what clients send, where a new demand breaks; else of what they are sent, where a lack does."""
    if was.get("$ref") != now.get("$ref"):
        yield f"{name} has the shape {_shape(now)}, no longer {_shape(was)}"
    if was.get("type") != now.get("type"):
        yield f"{name} is {now.get('type')}, no longer {was.get('type')}"
    values = set(map(str, was.get("enum", ()))) - set(map(str, now.get("enum", ())))
    if "enum" in was and (takes or "enum" in now):
        yield from (f"{name}: the value {value} is gone" for value in sorted(values))
    if takes and "enum" in now and "enum" not in was:
        yield f"{name} takes certain values alone"
    for field, schema in was.get("properties", {}).items():
        if field not in now.get("properties", {}):
            yield f"{name}: the field {field} is gone"
        else:
            yield from _schema(f"{name}.{field}", schema, now["properties"][field], takes=takes)
    for field in set(was.get("required", ())) - set(now.get("required", ())):
        if field in now.get("properties", {}) and not takes:
            yield f"{name}: the field {field} may be missing"
    if "items" in was:
        yield from _schema(f"{name}[]", was["items"], now.get("items", {}), takes=takes)
    if "maximum" in was and now.get("maximum", was["maximum"]) < was["maximum"]:
        yield f"{name} takes less"


def _shape(schema: Document) -> str:
    return schema.get("$ref", "none of its own").rpartition("/")[2]
