"""The HTML checker of the W3C (vnu), fetched once for this machine and known by its hash. It runs on Java."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import urllib.request
from pathlib import Path

import pytest

VERSION = "26.9.27"
ADDRESS = f"https://registry.npmjs.org/vnu-jar/-/vnu-jar-{VERSION}.tgz"
SHA256 = "5970d3ffca91a627cf0965e5d91bb2e4242307c29292998de0b419d6a901b2b7"
MEMBER = "package/build/dist/vnu.jar"


def faults(folder):
    """What is wrong with the HTML files of ``folder``: ``(file, line, message)``. One run of Java for all of them."""
    command = [shutil.which("java") or _lacking("Java"), "-jar", str(_jar()), "--errors-only", "--format", "json"]
    done = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=False, timeout=120)
    return [
        (Path(one.get("url", "")).name, one.get("lastLine"), one["message"])
        for one in json.loads(done.stderr)["messages"]
    ]


def _jar():
    """The path of the checker: VNU_JAR, or the one kept by an earlier run, or fetched now."""
    if given := os.environ.get("VNU_JAR"):
        return given
    kept = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "pressoffice", f"vnu-{VERSION}.jar")
    if not kept.exists():
        try:
            packed = urllib.request.urlopen(ADDRESS, timeout=60).read()
        except OSError as error:
            _lacking(f"the HTML checker ({error})")
        assert hashlib.sha256(packed).hexdigest() == SHA256, "what was fetched is not the checker that was read"
        with tarfile.open(fileobj=io.BytesIO(packed)) as package:
            jar = package.extractfile(MEMBER).read()
        kept.parent.mkdir(parents=True, exist_ok=True)
        new = kept.with_suffix(f".{os.getpid()}")
        new.write_bytes(jar)
        new.replace(kept)
    return kept


def _lacking(thing):
    """Skip, or fail where REQUIRE_ALL=1."""
    reason = f"needs {thing} to check HTML"
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
