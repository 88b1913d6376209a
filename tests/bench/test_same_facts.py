"""The baseline and this project, filled from the same corpus, tell the same of every text."""

import json
import os
import subprocess
import sys

import pytest

from bench import office
from bench.corpus import Corpus
from bench.databases import ROOT

SIZE, REGISTERS = 60, {"people": 40, "organisations": 10}
PLAIN = f"""
import django, sys
django.setup()
from django.core.management import call_command
from django.test import Client
from bench.corpus import Corpus
from bench.plain import loading
call_command("migrate", run_syncdb=True, verbosity=0)
loading.fill(Corpus({SIZE}, **{REGISTERS}), bare=False)
sys.stdout.buffer.write(Client().get("/api/articles/?limit=100", headers={{"host": "127.0.0.1"}}).content)
"""


def names(rows):
    return sorted(row["name"] for row in rows)


@pytest.mark.django_db
def test_both_tell_the_same(client, tmp_path):
    office.fill(Corpus(SIZE, **REGISTERS), bare=False)
    ours = client.get("/api/v1/articles/?limit=100").json()["results"]

    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'plain.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "bench.plain.settings",
    }
    told = subprocess.run([sys.executable, "-c", PLAIN], env=environment, cwd=ROOT, capture_output=True, check=True)
    plain = json.loads(told.stdout)["results"]

    assert [
        {
            "id": one["id"],
            "kind": one["kind"],
            "language": one["language"],
            "title": one["title"],
            "people": [(who["name"], who["role"], who["organisation"], who["rel"]) for who in one["officials"]],
            "organisations": names(one["organisations"]),
            "topics": names(one["topics"]),
            "places": names(one["places"]),
            "events": names(one["events"]),
            "sources": [(line["source"]["name"], line["role"]) for line in one["attribution"]],
        }
        for one in ours
    ] == [
        {
            "id": one["uid"],
            "kind": one["kind"],
            "language": one["language"],
            "title": one["headline"],
            "people": [
                (who["person"]["name"], who["role"], who["person"]["organisation"], who["relation"])
                for who in one["people"]
            ],
            "organisations": names(one["organisations"]),
            "topics": names(one["topics"]),
            "places": names(one["places"]),
            "events": names(one["events"]),
            "sources": [(line["source"], line["role"]) for line in one["attribution"]],
        }
        for one in plain
    ]
