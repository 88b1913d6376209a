"""The search table with stems beside the words. It is empty until ``manage.py prepare`` (or ``reindex``) fills it."""

from django.db import migrations

from articles.search import postgresql, sqlite


def make_anew(apps, schema_editor):
    engine = postgresql if schema_editor.connection.vendor == "postgresql" else sqlite
    schema_editor.execute(engine.DROP)
    schema_editor.execute(engine.CREATE)


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_registers")]
    operations = [migrations.RunPython(make_anew, migrations.RunPython.noop)]
