"""Answers kept in the process as long as the visible set is the same one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any
from weakref import WeakSet

_every: WeakSet[Kept] = WeakSet()


def forget() -> None:
    """Forget every answer of every ``Kept``: the database may be another one, as in tests."""
    for one in _every:
        one.clear()


class Kept:
    """At most ``size`` answers of one version of the visible set, the least lately asked leaving first.

    Another version begins anew: what was true of the earlier one is never given out again.
    """

    def __init__(self, size: int):
        self._size, self._lock = size, Lock()
        self._version: Hashable = None
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        _every.add(self)

    def get(self, version: Hashable, key: Hashable, make: Callable[[], Any]) -> Any:
        """The answer to ``key`` in ``version``: the one kept, or what ``make()`` gives now."""
        with self._lock:
            if version == self._version and key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        made = make()
        self.put(version, key, made)
        return made

    def known(self, version: Hashable, key: Hashable) -> Any | None:
        """The answer kept for ``key`` in ``version``, or None."""
        with self._lock:
            return self._answers.get(key) if version == self._version else None

    def put(self, version: Hashable, key: Hashable, made: Any) -> None:
        """Keep an answer."""
        with self._lock:
            if version != self._version:
                self._answers.clear()
                self._version = version
            self._answers[key] = made
            self._answers.move_to_end(key)
            while len(self._answers) > self._size:
                self._answers.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._answers.clear()
            self._version = None
