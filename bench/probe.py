"""``python -m bench.probe``: reads addresses as JSON, answers how many statements each costs in a warm process."""

from __future__ import annotations

import json
import sys

import django


def main() -> None:
    """Ask each address three times, in the process itself, and count at the last."""
    django.setup()
    from django.db import connection
    from django.test import Client

    count = 0

    def counting(execute, sql, params, many, context):
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    client, found = Client(raise_request_exception=False), {}
    for name, paths in json.load(sys.stdin).items():
        with connection.execute_wrapper(counting):
            for path in paths:
                count = 0
                response = client.get(path, secure=True, headers={"host": "press.example"})
                size = sum(map(len, response)) if response.streaming else len(response.content)
        found[name] = {"statements": count, "bytes": size, "status": response.status_code}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
