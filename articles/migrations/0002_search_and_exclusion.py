"""What each database has of its own: the search table, and on PostgreSQL the exclusion of overlapping intervals."""

from django.db import migrations

from articles.search import postgresql, sqlite

EXCLUDE = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE articles_edition ADD CONSTRAINT article_is_public_once_at_a_time EXCLUDE USING gist
    (article_id WITH =, tstzrange(public_from, public_until) WITH &&) WHERE (public_from IS NOT NULL)
    DEFERRABLE INITIALLY DEFERRED
"""
UNEXCLUDE = "ALTER TABLE articles_edition DROP CONSTRAINT article_is_public_once_at_a_time"


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(EXCLUDE)
        schema_editor.execute(postgresql.CREATE)
    else:
        schema_editor.execute(sqlite.CREATE)


def backwards(apps, schema_editor):
    schema_editor.execute(postgresql.DROP if schema_editor.connection.vendor == "postgresql" else sqlite.DROP)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(UNEXCLUDE)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
