"""The one backend that says who somebody is: refused after too many tries, found by user name or e-mail."""

from allauth.account.auth_backends import AuthenticationBackend
from axes.backends import AxesStandaloneBackend


class SigninBackend(AxesStandaloneBackend, AuthenticationBackend):
    """An account that is locked is refused before its password is looked at, whether or not it exists."""

    def authenticate(self, request, **credentials):
        AxesStandaloneBackend.authenticate(self, request, **credentials)
        return AuthenticationBackend.authenticate(self, request, **credentials)
