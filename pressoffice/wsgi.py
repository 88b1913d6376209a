"""The site as a WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pressoffice.settings")
django_application = get_wsgi_application()

from pressoffice.front import Front  # noqa: E402 - it needs Django set up

application = Front(django_application)
