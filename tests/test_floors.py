"""The floors of the house hold: the build breaks for an import upwards and for a module without a floor."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ("pressoffice", "articles", "people")


@pytest.fixture
def house(tmp_path):
    """A copy of the code and its contracts."""
    for room in HOUSE:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(house):
    """``(passed, output)`` of import-linter over the copy."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=house, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode == 0, done.stdout + done.stderr


def test_the_house_as_it_stands_keeps_every_contract(house):
    passed, output = lint(house)

    assert passed, output


@pytest.mark.parametrize(
    ("module", "upward"),
    [
        ("pressoffice/ground/intervals.py", "import people.models"),
        ("people/models/person.py", "import articles.models.edition"),
        ("articles/desk/chain.py", "import articles.views"),
        ("articles/views/texts.py", "import articles.models.article"),
        ("articles/viewsets/articles.py", "import articles.models"),
        ("articles/feeds/lists.py", "import articles.desk.workflow"),
        ("articles/importer/parse/dates.py", "import django"),
        ("people/names/letters.py", "import rest_framework"),
    ],
)
def test_a_planted_import_breaks_the_build(house, module, upward):
    path = house / module
    path.write_text(f"{path.read_text()}\n{upward}\n")

    passed, output = lint(house)

    assert not passed
    assert upward.split()[-1] in output


@pytest.mark.parametrize("module", ["articles/helpers.py", "people/extras.py", "pressoffice/common.py"])
def test_a_module_without_a_floor_breaks_the_build(house, module):
    (house / module).write_text('"""No floor."""\n')

    passed, output = lint(house)

    assert not passed
    assert module.split("/")[1].removesuffix(".py") in output
