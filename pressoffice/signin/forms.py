"""The forms of the sign-in: our words, and the same count of wrong tries for passwords and codes."""

from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from pressoffice.signin import limits


class SigninForm(LoginForm):
    """User name or e-mail, and password."""

    error_messages = {"wrong": _("The user name or the password is wrong.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or e-mail")
        self.fields["login"].max_length = 150
        self.fields["login"].widget.attrs = {
            "autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "maxlength": 150,
        }  # fmt: skip
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}

    def _clean_with_password(self, credentials):
        try:
            return super()._clean_with_password(credentials)
        except forms.ValidationError as refused:
            if refused.code in ("email_password_mismatch", "username_password_mismatch"):
                raise forms.ValidationError(self.error_messages["wrong"], code="wrong") from None
            raise


class Counted:
    """Mixin for a form that takes a code: wrong ones count as tries at the account, and a locked account takes none."""

    def clean_code(self):
        if limits.is_locked(context.request, self.user):
            context.request.axes_locked_out = True
            raise forms.ValidationError(_("Too many tries."), code="locked")
        return super().clean_code()

    def _emit_authentication_failed(self, authenticator):
        super()._emit_authentication_failed(authenticator)
        limits.count_failure(context.request, self.user)


class CodeForm(Counted, AuthenticateForm):
    """A code of the second factor, at sign-in."""


class CodeAgainForm(Counted, ReauthenticateForm):
    """A code of the second factor, when something grave is about to be done."""


class PasskeyForm(AddWebAuthnForm):
    """A new passkey or security key."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["name"].help_text = _("So that you know it again: “Phone”, “Blue key”.")
        self.fields["passwordless"].label = _("Sign in with this key alone")
        self.fields["passwordless"].help_text = _(
            "The key then asks for your finger, your face or its PIN. Without this it is a second step after the"
            " password."
        )
        self.fields["passwordless"].initial = True
