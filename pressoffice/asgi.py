"""The site as an ASGI application, for hosts that serve nothing else; WSGI is several times faster here."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pressoffice.settings")
application = get_asgi_application()
