"""Where allauth asks us: who may come in, where to go next, how secrets are kept."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import user_username
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from pressoffice.signin.factors import HALF_AN_HOUR, factors_of, shown_within

UNSAID = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")


class AccountAdapter(DefaultAccountAdapter):
    """Staff alone, nobody signs up, and after sign-in one stays at the desk."""

    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        """Only pages of the desk: no other site, and none of our public pages in its guise."""
        return bool(url) and url.startswith("/admin/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_logout_redirect_url(self, request):
        return reverse("account_login")

    def get_password_change_redirect_url(self, request):
        return reverse("mfa_index")

    def pre_login(self, request, user, **kwargs):
        """Who is no staff is answered as the inactive are."""
        if not user.is_staff:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whoever has just proved who they are is not asked again."""
        return not shown_within(self.request, HALF_AN_HOUR, factor=factors_of(self.request.user).exists())

    def get_reauthentication_methods(self, user):
        """Whoever has a second factor shows that one: a password alone proves less."""
        methods = super().get_reauthentication_methods(user)
        return [method for method in methods if method["id"] != "reauthenticate"] or methods

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        if message_template not in UNSAID:
            super().add_message(request, level, message_template, *args, **kwargs)


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are encrypted with a key made from SECRET_KEY: a copy of the database shows none."""

    def get_totp_issuer(self):
        return settings.OFFICE_NAME

    def get_totp_label(self, user):
        return user_username(user)

    def generate_authenticator_name(self, user, type):
        count = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("Key %(number)d") % {"number": count + 1}

    def _get_site_name(self):
        return settings.OFFICE_NAME

    def encrypt(self, text):
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _box().decrypt(encrypted_text.encode()).decode()


def _box():
    """What encrypts; it still opens what earlier keys (SECRET_KEY_FALLBACKS) have closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"pressoffice second factor\x00" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
