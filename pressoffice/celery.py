"""The Celery application. A task is only a wake-up: what is owed stands in the database, never in a message."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pressoffice.settings")
app = Celery("pressoffice")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
