"""schemathesis over the whole API, in this process: questions made from its OpenAPI document, good and bad."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import HypothesisWarning
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode

from articles import visible
from pressoffice.wsgi import application

# Every so many-th question asks for what is there, so that more is reached than refusals.
OFTEN = 3


def fuzz(
    examples: int, known: dict[str, list[str]], *, heard: Callable[[int, int], None] = lambda done, total: None
) -> tuple[int, list[str]]:
    """At least ``examples`` questions, spread over all operations; how many were asked, and what was wrong.

    ``known``: values of parameters that name something public.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # the database stays open, as under Django's own test client
    try:
        return _fuzz(examples, known, heard)
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def _fuzz(examples: int, known: dict[str, list[str]], heard: Callable[[int, int], None]) -> tuple[int, list[str]]:
    visible.forget()
    config = SchemathesisConfig.from_path("schemathesis.toml")
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=config)
    operations = [result.ok() for result in schema.get_all_operations()]
    each = -(-examples // (2 * len(operations)))
    faults: list[str] = []
    turns = itertools.count(1)
    for number, operation in enumerate(operations, start=1):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                _ask(operation, mode, each, known, turns)
            except Exception as error:  # whatever a check says
                faults.append(f"{operation.label}: {str(error)[:1500]}")
        heard(number, len(operations))
    return next(turns) - 1, faults


def _ask(operation: Any, mode: GenerationMode, each: int, known: dict[str, list[str]], turns: Iterator[int]) -> None:
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=each,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        turn = next(turns)
        if mode == GenerationMode.POSITIVE and turn % OFTEN == 0:
            _name_what_is_there(case, known, turn)
        if (
            case.query and case.query.get("format") == "ninjs"
        ):  # JSON with a profile: checked as our own shape, it fails
            case.query["format"] = "jsonld"
        case.call_and_validate(headers={"Accept-Encoding": "identity"})  # nothing is unpacked within a process

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HypothesisWarning)
        ask()


def _name_what_is_there(case: Any, known: dict[str, list[str]], turn: int) -> None:
    for place in (case.path_parameters, case.query):
        for name in place or ():
            if name in known:
                place[name] = known[name][turn % len(known[name])]
