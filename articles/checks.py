"""System checks of this room."""

from django.core.checks import Error, Tags, register
from django.db import connections

from articles.models import evidence


@register(Tags.database)
def evidence_triggers_are_in_place(app_configs, databases, **kwargs):
    """Every trigger that protects the evidence stands in the database."""
    found = []
    for using in databases or []:
        connection = connections[using]
        if evidence._table("edition") not in connection.introspection.table_names():
            continue  # not migrated yet
        absent = evidence.missing(using)
        if absent:
            found.append(
                Error(
                    f"The evidence of database “{using}” is not protected: {', '.join(absent)} missing.",
                    hint="Run manage.py migrate: it puts the triggers back.",
                    id="articles.E001",
                )
            )
    return found
