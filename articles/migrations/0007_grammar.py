"""Indexes of the questions readers ask, and the search table with dates and headings.

The search table is empty until ``manage.py prepare`` (or ``reindex``) fills it.
"""

from django.db import migrations, models
from django.db.models import F

from articles.search import postgresql, sqlite


def make_anew(apps, schema_editor):
    engine = postgresql if schema_editor.connection.vendor == "postgresql" else sqlite
    schema_editor.execute(engine.DROP)
    schema_editor.execute(engine.CREATE)


def index(name, *fields):
    return migrations.AddIndex("edition", models.Index(*fields, name=name))


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_stored_forms")]
    operations = [
        migrations.RunPython(make_anew, migrations.RunPython.noop),
        index("edition_by_update", F("public_from").desc(), F("uid").desc()),
        index("edition_by_title", "title", "uid"),
        index("edition_by_kind", "kind", F("published_at").desc(), F("uid").desc()),
        index("edition_by_class", "edition_class", F("public_from").desc()),
        index(
            "edition_narrow",
            *("kind", "language", "published_at", "public_from", "public_until", "text_until", "edition_class"),
            "redacted_at",
        ),
        index("edition_by_language", "language", F("published_at").desc(), F("uid").desc()),
    ]
