"""The pages of the sign-in, those of allauth that an office needs: no sign-up, no mail, no other site's accounts."""

from functools import wraps

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.urls import path

from pressoffice.signin.factors import lacks_factor


def desk_page(view):
    """``view`` with what every page of the desk shows to whoever is in, and what is missing for those who are not."""

    @wraps(view)
    def shown(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if getattr(response, "context_data", None) is not None and request.user.is_authenticated:
            site = admin.site
            around = site.each_context(request) if site.has_permission(request) else {}
            missing = request.user.is_staff and lacks_factor(request.user)
            response.context_data = around | {"lacks_factor": missing} | response.context_data
        return response

    return shown


def page(route, view, name):
    """One page of the sign-in."""
    return path(route, desk_page(view), name=name)


def own(route, view, name):
    """One page for whoever is signed in."""
    return page(route, login_required(view), name)


urlpatterns = [
    page("login/", account.login, "account_login"),
    page("logout/", account.logout, "account_logout"),
    page("inactive/", account.account_inactive, "account_inactive"),
    own("confirm/", account.reauthenticate, "account_reauthenticate"),
    own("password/", account.password_change, "account_change_password"),
    own("password/first/", account.password_set, "account_set_password"),
    own("second-factor/", factors.index, "mfa_index"),
    page("second-factor/code/", factors.authenticate, "mfa_authenticate"),
    own("second-factor/confirm/", factors.reauthenticate, "mfa_reauthenticate"),
    own("second-factor/app/add/", totp.activate_totp, "mfa_activate_totp"),
    own("second-factor/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    own("second-factor/recovery-codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    own("second-factor/recovery-codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    own("second-factor/keys/", keys.list_webauthn, "mfa_list_webauthn"),
    own("second-factor/keys/add/", keys.add_webauthn, "mfa_add_webauthn"),
    own("second-factor/keys/confirm/", keys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    own("second-factor/keys/<int:pk>/remove/", keys.remove_webauthn, "mfa_remove_webauthn"),
    own("second-factor/keys/<int:pk>/name/", keys.edit_webauthn, "mfa_edit_webauthn"),
    page("passkey/", keys.login_webauthn, "mfa_login_webauthn"),
]
