"""Every choice an office can make, read from the environment; the defaults run on one machine with no server."""

import datetime as dt
from datetime import time
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from pressoffice.ground.secret import kept_secret

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- Where things lie -------------------------------------------------------------------------------------------------

VAR = Path(env.str("VAR", default=str(BASE_DIR / "var"))).resolve()
PORT = env.int("PORT", default=8000)
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)  # demonstration: staff by role, texts marked, plain http on this machine

SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret(VAR / "secret.key")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# --- The office -------------------------------------------------------------------------------------------------------

OFFICE_NAME = env.str("OFFICE_NAME", default="Press Office")
OFFICE_TIME_ZONE = env.str("OFFICE_TIME_ZONE", default="UTC")
OFFICE_EMAIL = env.str("OFFICE_EMAIL", default="")
OFFICE_RIGHTS = env.str("OFFICE_RIGHTS", default=f"© {OFFICE_NAME}")  # what a reader may do with the texts
OFFICE_LICENCE_URL = env.str("OFFICE_LICENCE_URL", default="")  # the page of the licence the texts are under
REMIND_AFTER = env.float("REMIND_AFTER", default=4)  # hours until whoever was asked for an act is reminded
ESCALATE_AFTER = env.float("ESCALATE_AFTER", default=24)  # hours until their deputy is asked
EVENT_HORIZON_DAYS = env.int("EVENT_HORIZON_DAYS", default=120)  # how far ahead dates of recurring events are made
EVENT_GAP_HOURS = env.int("EVENT_GAP_HOURS", default=24)  # after which an event without a public text is a gap
LINT_BLOCKS = env.list(
    "LINT_BLOCKS", default=["no-such-date", "leftover"]
)  # findings that stop a text (docs/checks.md)
LINT_LEAD_WORDS = env.int("LINT_LEAD_WORDS", default=45)  # a sentence of the lead with more words is called long
READINESS_HOUR = time.fromisoformat(env.str("READINESS_HOUR", default="18:00"))  # from when staff are told what lacks
SMALL_OFFICE = env.bool("SMALL_OFFICE", default=True)  # two groups, Writer and Approver; off shows all of them
REGISTER_FOUR_EYES = env.bool("REGISTER_FOUR_EYES", default=False)  # changes of office-holders wait for a second person

# --- Rooms ------------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "pressoffice.signin.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_prose_editor",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "people",
    "articles",
    "pressoffice",
    "pressoffice.signin.apps.SigninConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pressoffice.middleware.RequestIdMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "pressoffice.middleware.PolicyMiddleware",
    "articles.visible.VisibleSetMiddleware",
    "pressoffice.middleware.StaffSessionMiddleware",
    "pressoffice.middleware.SessionLimitsMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "pressoffice.middleware.StaffAuthenticationMiddleware",
    "pressoffice.middleware.StaffMessageMiddleware",
    "axes.middleware.AxesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pressoffice.middleware.StaffCacheMiddleware",
    "pressoffice.middleware.PublicOnlyMiddleware",
]

ROOT_URLCONF = "pressoffice.urls"
WSGI_APPLICATION = "pressoffice.wsgi.application"

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pressoffice.views.office",
            ],
            "libraries": {"desk": "articles.admin.frame"},
        },
    }
]

# --- Database ---------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'pressoffice.sqlite3'}")}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    # A statement that asks for much at once looks dear to PostgreSQL; compiling it takes longer than running it.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Worker -----------------------------------------------------------------------------------------------------------

BROKER_FOLDER = VAR / "broker"
CELERY_BROKER_URL = env.str("BROKER_URL", default="filesystem://localhost")
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "data_folder_in": str(BROKER_FOLDER / "queue"),
        "data_folder_out": str(BROKER_FOLDER / "queue"),
        "control_folder": str(BROKER_FOLDER / "control"),
    }
    if CELERY_BROKER_URL.startswith("filesystem:")
    # Who wakes a worker does not wait for a broker that is gone: the beat comes anyway.
    else {"socket_connect_timeout": 1, "socket_timeout": 1, "max_retries": 1, "interval_start": 0, "interval_max": 0.1}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "settle what is due": {"task": "articles.tasks.settle_due", "schedule": 2.0},
    "tell who must act": {"task": "articles.tasks.tell_due", "schedule": 2.0, "options": {"expires": 10}},
    "tell what is not ready": {"task": "articles.tasks.tell_what_is_not_ready", "schedule": 5 * 60.0},
    "verify the record of acts": {"task": "articles.tasks.verify_record", "schedule": 24 * 60 * 60.0},
    "make the dates of recurring events": {"task": "articles.tasks.extend_series", "schedule": 24 * 60 * 60.0},
}

# --- Mail to staff ----------------------------------------------------------------------------------------------------

MAIL = env.email_url("EMAIL_URL", default="filemail://")  # smtp+tls://user:password@host:587
EMAIL_BACKEND = MAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = MAIL["EMAIL_HOST"] or "localhost", MAIL["EMAIL_PORT"] or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL["EMAIL_HOST_USER"] or "", MAIL["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.get("EMAIL_USE_TLS", False), MAIL.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = str(VAR / "mail")  # without EMAIL_URL each mail is a file here
EMAIL_TIMEOUT = 5  # seconds: the worker that sends them has other things to do
DEFAULT_FROM_EMAIL = SERVER_EMAIL = OFFICE_EMAIL or f"no-reply@{urlsplit(SITE_URL).hostname}"

# --- People who sign in -----------------------------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "pressoffice.signin.passwords.LengthLimit"},
    {"NAME": "pressoffice.signin.passwords.OfficeWords"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = ["pressoffice.signin.backend.SigninBackend"]

# Whoever may approve, publish or manage accounts shows a second factor. Only a demonstration may do without.
SECOND_FACTOR = env.str("SECOND_FACTOR", default="optional" if DEMO else "required")
if SECOND_FACTOR not in ("required", "optional"):
    raise ImproperlyConfigured(f"SECOND_FACTOR is “{SECOND_FACTOR}”: say “required” or “optional”.")
if SECOND_FACTOR == "optional" and not (DEMO or DEBUG):
    raise ImproperlyConfigured("SECOND_FACTOR=optional is for demonstrations (DEMO=1): leave it out.")
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=30)
SESSION_HOURS = 12

ACCOUNT_ADAPTER = "pressoffice.signin.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "pressoffice.signin.forms.SigninForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up; this keeps allauth from asking for e-mail
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_RATE_LIMITS = False  # tries are counted by axes, in the database, over all processes
ACCOUNT_REAUTHENTICATION_TIMEOUT = 30 * 60
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "pressoffice.signin.adapters.FactorAdapter"
MFA_FORMS = {
    "authenticate": "pressoffice.signin.forms.CodeForm",
    "reauthenticate": "pressoffice.signin.forms.CodeAgainForm",
    "add_webauthn": "pressoffice.signin.forms.PasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # a clock may go wrong by half a minute
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or DEBUG  # http://localhost

# The cache remembers which codes were used, for all processes of this machine.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(VAR / "cache"),
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

PROXIES = env.int("PROXIES", default=1 if env.bool("BEHIND_PROXY", default=False) else 0)  # in front, all of them ours
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = "pressoffice.signin.limits.counted_by"
AXES_USERNAME_CALLABLE = "pressoffice.signin.limits.account_name"
AXES_CLIENT_IP_CALLABLE = "pressoffice.signin.limits.client_address"
AXES_LOCKOUT_CALLABLE = "pressoffice.signin.limits.locked_page"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # tries at a locked account do not keep it locked
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "code", "credential"]
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"  # readers of the public site never get a cookie
SESSION_COOKIE_AGE = SESSION_HOURS * 60 * 60
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Safety -----------------------------------------------------------------------------------------------------------

SECURE = not (DEBUG or DEMO)
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=SECURE)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63072000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
PAGE_CACHE_MEGABYTES = env.float("PAGE_CACHE_MEGABYTES", default=64)  # whole pages kept by each process; 0: none
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
GUARD_PUBLIC = env.bool("GUARD_PUBLIC", default=DEBUG)  # public pages may not even ask for working copies
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- Languages and times ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
LANGUAGES = [("en", _("English")), ("az", _("Azerbaijani")), ("ru", _("Russian"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# --- Static files -----------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# --- API --------------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["articles.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DATETIME_FORMAT": None,  # the renderer writes them: RFC 3339, UTC
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "pressoffice.ground.problems.exception_handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{OFFICE_NAME}: API",
    "DESCRIPTION": "Everything this office has made public. Read it without a key, from any site.",
    "VERSION": "1.1.0",  # part of every entity tag: raise it when an answer changes its shape
    "OAS_VERSION": "3.1.1",
    "SERVERS": [{"url": SITE_URL}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "ArticleKind": "articles.models.vocabulary.Kind.choices",
        "EditionClass": "articles.models.vocabulary.EditionClass.choices",
        "CorrectionClass": "articles.models.vocabulary.CorrectionClass.choices",
        "EventType": "articles.models.vocabulary.EventType.choices",
        "EventStatus": "articles.models.event.Event.Status",
        "Form": "articles.models.vocabulary.Form.choices",
        "Voice": "articles.models.vocabulary.Voice.choices",
        "SourceKind": "articles.models.source.Source.Kind",
        "OrganisationKind": "people.models.Organisation.Kind",
        "CitationRole": "articles.models.parts.Citation.Role",
        "MentionRelation": "articles.models.parts.Mention.Relation",
        "EventRelation": "articles.models.parts.EventLink.Relation",
        "ChangeType": "articles.models.change.Change.Type",
    },
}

# --- Log --------------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"axes": {"level": "ERROR"}},  # what it notes of every try stands in the database
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
