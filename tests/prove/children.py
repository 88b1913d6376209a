"""Children forked from a process that has Django ready, so that one costs milliseconds and can be killed by its pid.

Database connections are closed before each fork: none is ever shared. A child asks ``orphaned`` in its loop, so that
nothing outlives a stage that dies.
"""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import random
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, connections

_stage = os.getpid()


def orphaned() -> bool:
    """Whether the process that forked this one is gone."""
    return os.getppid() != _stage


@dataclass(eq=False)
class Child:
    """A running process: ``kind`` says what it does, ``slot`` where it marks its transactions (see ``Marks``)."""

    kind: str
    pid: int
    slot: int
    _answer: int

    def kill(self) -> bool:
        """``kill -9``, now; whether it was alive to receive it."""
        os.kill(self.pid, signal.SIGKILL)  # a child not waited for keeps its pid: nobody else can be hit
        os.close(self._answer)
        _pid, status = os.waitpid(self.pid, 0)
        return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL

    def alive(self) -> bool:
        """Whether it still works: has neither answered nor died."""
        return not select.select([self._answer], [], [], 0)[0]

    def answer(self) -> Any:
        """What its work returned, once it has; raises RuntimeError where it ended without an answer."""
        with os.fdopen(self._answer, "rb") as pipe:
            said = pipe.read()
        _pid, status = os.waitpid(self.pid, 0)
        if status or not said:
            raise RuntimeError(f"a {self.kind} ended with {os.waitstatus_to_exitcode(status)}; see stage.log")
        return json.loads(said)


def fork(kind: str, work: Callable[..., Any], *args: Any, slot: int = 0) -> Child:
    """Run ``work(*args)`` in a child; its JSON-ready result is the child's answer."""
    connections.close_all()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Child(kind, pid, slot, reading)
    code = 1
    try:
        os.close(reading)
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: goes with the stage, even from a wait
        random.seed()
        said = json.dumps(work(*args)).encode()
        connections.close_all()
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(said)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


class Gate:
    """Holds children back until all are there: those who ``wait`` go on together when the forker opens it."""

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()

    def wait(self) -> None:
        """In the child: until it opens."""
        os.close(self._writing)
        os.read(self._reading, 1)

    def open(self, *, after: float = 0.5) -> None:
        """In the forker, who gives the last child a moment to arrive."""
        time.sleep(after)
        os.close(self._writing)


class Flag:
    """A word to all children at once, in shared memory."""

    def __init__(self) -> None:
        self._byte = mmap.mmap(-1, 1)

    def set(self) -> None:
        """Say it."""
        self._byte[0] = 1

    def is_set(self) -> bool:
        """Whether it was said."""
        return self._byte[0] == 1


class Marks:
    """One byte for each child, in shared memory: whether it is inside a transaction at this moment."""

    def __init__(self, slots: int) -> None:
        self._bytes = mmap.mmap(-1, slots)

    def inside(self, slot: int) -> bool:
        """Whether the last statement of that child was inside a transaction not known to be over."""
        return self._bytes[slot] == 1

    def clear(self, slot: int) -> None:
        """The child has nothing under way."""
        self._bytes[slot] = 0

    @contextmanager
    def marking(self, slot: int) -> Iterator[None]:
        """In the child: mark every statement of this context."""

        def mark(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            self._bytes[slot] = connection.in_atomic_block
            return execute(sql, params, many, context)

        with connection.execute_wrapper(mark):
            yield
