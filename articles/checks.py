"""System checks of this room."""

from difflib import get_close_matches

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connections

from articles.desk import linter
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


@register()
def findings_that_block_are_known(app_configs, **kwargs):
    """Every code of ``LINT_BLOCKS`` is one of the release check: a slip of the pen would let everything pass."""
    found = []
    for code in settings.LINT_BLOCKS:
        if code in linter.CHECKS:
            continue
        near = get_close_matches(code, linter.CHECKS, n=1)
        hint = f"Did you mean “{near[0]}”?" if near else f"The codes are: {', '.join(linter.CHECKS)}."
        found.append(Error(f"LINT_BLOCKS names “{code}”, which no check finds.", hint=hint, id="articles.E002"))
    return found


@register(Tags.security, deploy=True)
def mails_have_a_server(app_configs, **kwargs):
    """Whoever must act is told by mail, which needs a server to send it."""
    if settings.EMAIL_BACKEND != "django.core.mail.backends.filebased.EmailBackend":
        return []
    return [
        Warning(
            "EMAIL_URL is not set: mails to staff are written to files that nobody reads.",
            hint="Set EMAIL_URL, as smtp+tls://user:password@mail.example:587.",
            id="articles.W001",
        )
    ]
