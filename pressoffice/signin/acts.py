"""What is recorded of sign-ins, second factors and passwords, and the sessions that end with them."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.signals import password_changed, password_set
from allauth.account.signals import user_logged_in as came_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset, authenticator_used
from axes.helpers import get_failure_limit
from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.db.models.signals import post_save

from articles.desk import audit
from pressoffice.ground.clock import database_now
from pressoffice.signin import limits
from pressoffice.signin.sessions import end_sessions


def connect():
    """Listen to what happens to accounts, in every process."""
    came_in.connect(record_sign_in)
    user_logged_in.connect(begin_session)
    user_logged_out.connect(record_sign_out)
    user_locked_out.connect(record_lock)
    authenticator_added.connect(record_added)
    authenticator_removed.connect(record_removed)
    authenticator_reset.connect(record_codes)
    authenticator_used.connect(record_code_used)
    password_changed.connect(record_password)
    password_set.connect(record_password)
    post_save.connect(end_sessions_of_the_inactive, sender=get_user_model())


def _record(action, user, *, by, **detail):
    with transaction.atomic():
        audit.record(action, f"user:{user.pk}", by=by, now=database_now(), **detail)


def record_sign_in(sender, request, user, **_kwargs):
    """How somebody came in; never from where: addresses can be erased, this record cannot."""
    limits.forget_old_addresses()
    proofs = get_authentication_records(request, user)
    _record("sign-in", user, by=user, means=[proof.get("type") or proof["method"] for proof in proofs])


def begin_session(sender, request, user, **_kwargs):
    """From now on the session's age counts."""
    request.session["began"] = request.session["seen"] = database_now().timestamp()


def record_sign_out(sender, request, user, **_kwargs):
    if user is not None and user.is_authenticated:
        _record("sign-out", user, by=user)


def record_lock(sender, request, username, **_kwargs):
    """The try that locked an account. Names that are no account, and tries while it is locked, are not recorded."""
    if getattr(request, "axes_failures_since_start", None) != get_failure_limit(request, None):
        return
    user = get_user_model().objects.filter(username__iexact=username or "").first()
    if user is not None:
        _record("sign-in-locked", user, by=None)


def record_added(sender, request, user, authenticator, **_kwargs):
    """A factor was added: that proves it, for this session; whoever else has a session came in without it."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _record("recovery-codes-made", user, by=user)
        return
    _record("factor-added", user, by=user, kind=authenticator.type)
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)
    end_sessions(user, but=request.session.session_key)


def record_removed(sender, request, user, authenticator, **_kwargs):
    _record("factor-removed", user, by=request.user, kind=authenticator.type)
    end_sessions(user, but=request.session.session_key)


def record_codes(sender, request, user, **_kwargs):
    _record("recovery-codes-made", user, by=user)
    end_sessions(user, but=request.session.session_key)


def record_code_used(sender, request, user, authenticator, **_kwargs):
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _record("recovery-code-used", user, by=user)


def record_password(sender, request, user, **_kwargs):
    """The password was changed by its owner; Django ends the other sessions with it, and they are cleared away."""
    _record("password-changed", user, by=user)
    end_sessions(user, but=request.session.session_key)


def end_sessions_of_the_inactive(sender, instance, **_kwargs):
    """Who is no longer active is out, and stays out when the account is taken up again."""
    if not instance.is_active:
        end_sessions(instance)
