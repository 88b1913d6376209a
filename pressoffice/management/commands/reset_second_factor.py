"""The way back in for whoever lost every second factor, where no administrator is left who could help."""

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles.desk import audit
from pressoffice.ground.clock import database_now
from pressoffice.signin.sessions import end_sessions


class Command(BaseCommand):
    help = (
        "Take the second factors of an account away and end its sessions. At the next sign-in it is led to set up new "
        "ones. Recorded, with the reason. Running it twice changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--reason", required=True, help="how you made sure that it is them who ask")

    @transaction.atomic
    def handle(self, **options):
        user = get_user_model().objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"There is no account “{options['username']}”.")
        taken, _rows = Authenticator.objects.filter(user=user).delete()
        ended = end_sessions(user)
        if taken:
            audit.record("factors-reset", f"user:{user.pk}", by=None, now=database_now(), note=options["reason"])
        self.stdout.write(f"{user.username}: {taken} second factors taken away, {ended} sessions ended")
