"""The project's own settings, as the tests use them: nothing outside a temporary folder, one per test process.

Whatever is set in the environment wins, so that DATABASE_URL chooses the database.
"""

import os
import tempfile

_folder = tempfile.TemporaryDirectory(prefix="pressoffice-tests-")
os.environ["VAR"] = _folder.name
for _name in ("DEBUG", "DEMO", "PORT", "SECOND_FACTOR"):
    os.environ.pop(_name, None)
os.environ.setdefault("SECRET_KEY", "tests-only-0123456789-abcdefghijklmnopqrstuvwxyz")
os.environ.setdefault("SITE_URL", "https://press.example")
os.environ.setdefault("SECURE_SSL_REDIRECT", "off")  # the test client and the live server speak plain http

from pressoffice.settings import *  # noqa: E402, F403
from pressoffice.settings import DATABASES, STATIC_ROOT, STORAGES, VAR  # noqa: E402

STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT.mkdir()
WHITENOISE_USE_FINDERS = True  # served without collecting them first
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": VAR / "test.sqlite3"}  # a file, as in the office: threads can share it
GUARD_PUBLIC = True  # a public page that asks for a working copy fails its test
SECOND_FACTOR = "optional"  # the tests of the sign-in switch it on
AXES_ENABLED = False  # likewise
