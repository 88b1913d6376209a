"""A load generator: one process, a few kept connections, each asking again as soon as it is answered."""

from __future__ import annotations

import random
import select
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Answers:
    """What came back. ``seconds`` are those of each request, in the order of the answers."""

    elapsed: float = 0.0
    seconds: list[float] = field(default_factory=list)
    sizes: int = 0
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.seconds)

    def share(self, of: float) -> float:
        """The seconds within which a share of the requests was answered."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(of * len(ordered)))]


def request(path: str, **headers: str) -> bytes:
    """A request as a proxy would pass it on; no compression."""
    lines = [f"GET {path} HTTP/1.1", "Host: press.example", "X-Forwarded-Proto: https", "Accept: */*"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def run(
    port: int, asked: Sequence[bytes], *, seconds: float, most: int = 10**9, connections: int = 4, seed: int = 0
) -> Answers:
    """Ask at random from ``asked`` for about ``seconds``, at most ``most`` times."""
    chance = random.Random(seed)
    answers, begun = Answers(), 0
    poll, clients = select.epoll(), {}
    for _one in range(connections):
        client = socket.create_connection(("127.0.0.1", port))
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        poll.register(client.fileno(), select.EPOLLIN)
        clients[client.fileno()] = _Client(client)
    start = time.perf_counter()
    end = start + seconds
    for client in clients.values():
        if begun < most:
            client.ask(asked[int(chance.random() * len(asked))])
            begun += 1
    waiting = begun
    while waiting:
        for number, _event in poll.poll(120) or _silence():
            client = clients[number]
            if not client.hear():
                continue
            now = time.perf_counter()
            answers.seconds.append(now - client.began)
            answers.sizes += client.size
            answers.statuses[client.status] = answers.statuses.get(client.status, 0) + 1
            if now < end and begun < most:
                client.ask(asked[int(chance.random() * len(asked))])
                begun += 1
            else:
                waiting -= 1
    answers.elapsed = time.perf_counter() - start
    for client in clients.values():
        client.socket.close()
    poll.close()
    return answers


def _silence() -> list[tuple[int, int]]:
    raise TimeoutError("the server has not answered for two minutes")


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One answer: ``(status, headers by their small names, body)``."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        client = _Client(connection)
        client.ask(request(path, **headers))
        connection.settimeout(600)
        while not client.hear():
            pass
        head, _blank, body = client.whole.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")[1:]
        named = {name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in lines)}
        return client.status, named, unchunked(body) if "transfer-encoding" in named else body


def unchunked(body: bytes) -> bytes:
    """A body that came in chunks, as one."""
    parts = []
    while body:
        length, _line, rest = body.partition(b"\r\n")
        size = int(length.split(b";")[0], 16)
        if not size:
            break
        parts.append(rest[:size])
        body = rest[size + 2 :]
    return b"".join(parts)


class _Client:
    """One connection with one answer under way."""

    def __init__(self, connection: socket.socket):
        self.socket = connection
        self.whole, self.status, self.size, self.began = b"", 0, 0, 0.0

    def ask(self, asked: bytes) -> None:
        self.whole, self._wanted = b"", -1
        self.began = time.perf_counter()
        self.socket.sendall(asked)

    def hear(self) -> bool:
        """Read what is there; whether the answer is whole."""
        more = self.socket.recv(1 << 18)
        if not more:
            raise ConnectionError("the server closed the connection")
        self.whole = self.whole + more if self.whole else more
        if self._wanted == -1:
            head = self.whole.find(b"\r\n\r\n")
            if head < 0:
                return False
            self.status = int(self.whole[9:12])
            small = self.whole[:head].lower()
            at = small.find(b"\r\ncontent-length:")
            if self.status == 304:
                self._wanted = head + 4
            elif at >= 0:
                self._wanted = head + 4 + int(small[at + 17 :].split(b"\r\n", 1)[0])
            elif b"chunked" in small:
                self._wanted = -2
            else:
                self._wanted = head + 4
        self.size = len(self.whole)
        if self._wanted == -2:
            return self.whole.endswith(b"0\r\n\r\n")
        return self.size >= self._wanted
