"""What the tests of formats start from: schemas to check against, and texts to write."""

import json
import os
from pathlib import Path

import pytest
from django.conf import settings

from tests.formats.vocabulary import Vocabulary


@pytest.fixture(scope="session")
def schemas():
    """The folder of the published schemas; without it the test is skipped."""
    folder = Path(os.environ.get("PRESSOFFICE_SCHEMAS") or settings.BASE_DIR.parent / "shared" / "schemas")
    if not folder.is_dir():
        pytest.skip(f"needs the schemas of the standards: there is no folder {folder}; PRESSOFFICE_SCHEMAS names it")
    return folder


@pytest.fixture(scope="session")
def ninjs(schemas):
    """A validator of ninjs 3.1."""
    from jsonschema import Draft202012Validator, FormatChecker
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT7

    geo = json.loads((schemas / "GeoJSON-schema.json").read_text())
    resource = Resource.from_contents(geo, default_specification=DRAFT7)
    registry = Registry().with_resources([(geo["$id"], resource), (geo["$id"].rstrip("#") + "#", resource)])
    schema = json.loads((schemas / "ninjs-schema_3.1.json").read_text())
    return Draft202012Validator(schema, registry=registry, format_checker=FormatChecker())


@pytest.fixture(scope="session")
def vocabulary(schemas):
    """The terms of schema.org 30.0."""
    return Vocabulary(json.loads((schemas / "schemaorg-30.0-current-https.jsonld").read_text()))
