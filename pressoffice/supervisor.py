"""Keeps a few commands running side by side, and leaves nothing behind when it goes.

Standard library only, because the guard at the end is this very file run by a bare interpreter.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

log = logging.getLogger("pressoffice.office")

GRACE = 20.0  # seconds a child has to finish after TERM
STEADY = 60.0  # seconds after which a child that dies counts as having run well
LONGEST_PAUSE = 30.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def send_to_group(group: int, signum: int) -> bool:
    """Whether the process group still had anybody to receive the signal (0 only asks)."""
    try:
        os.killpg(group, signum)
    except (ProcessLookupError, PermissionError):  # macOS says PermissionError where only zombies are left
        return False
    return True


@dataclass(eq=False)
class Child:
    """One command to keep running; ``before`` is called ahead of each start."""

    name: str
    command: list[str]
    environment: Mapping[str, str] | None = None
    before: Callable[[], None] = lambda: None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started: float = field(default=0.0, init=False)
    due: float = field(default=0.0, init=False)
    deaths: int = field(default=0, init=False)

    def pause(self) -> float:
        """Seconds to wait before the next start: 1, doubling up to 30 while it keeps dying young."""
        return min(LONGEST_PAUSE, 2.0 ** min(self.deaths - 1, 10))


class Supervisor:
    """Runs children until a signal asks it to stop.

    Each child leads a session of its own, so that Ctrl-C in a terminal reaches the supervisor alone and a whole
    family can be ended through its process group. Should the supervisor itself be killed outright, a guard process
    that holds the other end of a pipe ends every family in its place.
    """

    def __init__(self, children: list[Child], *, grace: float = GRACE):
        self.children = children
        self.grace = grace
        self.stop_requests = 0

    def run(self, *, answers: Callable[[], bool], announce: Callable[[], None]) -> None:
        """Keep every child running; return once a stop was asked for and nothing is left.

        ``answers`` is asked a few times a second until it is true; then ``announce`` is called, once.
        """
        announced = False
        with self._signals(), self._guard():
            try:
                while not self.stop_requests:
                    now = time.monotonic()
                    for child in self.children:
                        self._tend(child, now)
                    if not announced and answers():
                        announced = True
                        announce()
                    self._wait(0.2 if not announced else self._pause_until_due())
            finally:
                self._stop()

    # --- One child ----------------------------------------------------------------------------------------------------

    def _tend(self, child: Child, now: float) -> None:
        if child.process is None:
            if now >= child.due:
                self._start(child, now)
        elif child.process.poll() is not None:
            code = child.process.returncode
            self._bury(child)
            child.deaths = 1 if now - child.started >= STEADY else child.deaths + 1
            child.due = now + child.pause()
            end = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
            log.warning("The %s %s; starting it again in %.0f s.", child.name, end, child.pause())

    def _start(self, child: Child, now: float) -> None:
        child.before()
        child.process = subprocess.Popen(
            child.command, env=child.environment, stdin=subprocess.DEVNULL, start_new_session=True
        )
        child.started = now
        self._tell_guard(f"+{child.process.pid}")

    def _bury(self, child: Child) -> None:
        """End what a dead child left running in its group, and forget the group."""
        assert child.process is not None
        group = child.process.pid
        send_to_group(group, signal.SIGKILL)
        patience = time.monotonic() + 2
        while send_to_group(group, 0) and time.monotonic() < patience:  # killed, but the kernel takes a moment
            time.sleep(0.02)
        self._tell_guard(f"-{group}")
        child.process = None

    def _stop(self) -> None:
        """TERM to every child, KILL to the families of those that overstay; a second signal cuts the wait short."""
        asked = self.stop_requests
        running = {child: child.process for child in self.children if child.process}
        for process in running.values():
            if process.poll() is None:
                process.terminate()
        patience = time.monotonic() + self.grace
        while any(process.poll() is None for process in running.values()):
            if time.monotonic() >= patience or self.stop_requests > asked:
                names = ", ".join(child.name for child, process in running.items() if process.poll() is None)
                log.warning("Ending by force: %s.", names)
                break
            self._wait(0.2)
        for child, process in running.items():
            send_to_group(process.pid, signal.SIGKILL)
            process.wait()
            self._bury(child)

    def _pause_until_due(self) -> float:
        starts = [child.due for child in self.children if child.process is None]
        return max(0.0, min(starts) - time.monotonic()) if starts else 60.0

    # --- Signals ------------------------------------------------------------------------------------------------------

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """Count stop signals, and let every signal (a child's death too) end the wait."""

        def count(signum: int, frame: object) -> None:
            self.stop_requests += 1

        self._woken, waker = os.pipe()
        os.set_blocking(self._woken, False)
        os.set_blocking(waker, False)
        earlier_waker = signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        nohup = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
        wanted = [signum for signum in STOP_SIGNALS if not (nohup and signum == signal.SIGHUP)]
        earlier = {signum: signal.signal(signum, count) for signum in wanted}
        earlier[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda signum, frame: None)
        try:
            yield
        finally:
            for signum, action in earlier.items():
                signal.signal(signum, action)
            signal.set_wakeup_fd(earlier_waker)
            os.close(self._woken)
            os.close(waker)

    def _wait(self, seconds: float) -> None:
        """Sleep until a signal comes in or the time is up."""
        if select.select([self._woken], [], [], seconds)[0]:
            os.read(self._woken, 1024)

    # --- Guard --------------------------------------------------------------------------------------------------------

    @contextmanager
    def _guard(self) -> Iterator[None]:
        self._guarding = subprocess.Popen(
            [sys.executable, "-I", "-S", __file__], stdin=subprocess.PIPE, start_new_session=True
        )
        try:
            yield
        finally:
            assert self._guarding.stdin is not None
            try:
                self._guarding.stdin.close()
            except BrokenPipeError:
                pass
            self._guarding.wait()

    def _tell_guard(self, line: str) -> None:
        assert self._guarding.stdin is not None
        try:
            self._guarding.stdin.write(line.encode() + b"\n")
            self._guarding.stdin.flush()
        except BrokenPipeError:
            pass  # somebody killed the guard; the children do not depend on it


def guard() -> None:
    """Read ``+group`` and ``-group`` lines; when they end, end every group still open: TERM, then KILL."""
    for signum in STOP_SIGNALS:
        signal.signal(signum, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        (groups.add if line[0] == "+" else groups.discard)(int(line[1:]))
    for group in groups:
        send_to_group(group, signal.SIGTERM)
    patience = time.monotonic() + 5
    while time.monotonic() < patience and any(send_to_group(group, 0) for group in groups):
        time.sleep(0.1)
    for group in groups:
        send_to_group(group, signal.SIGKILL)


if __name__ == "__main__":
    guard()
