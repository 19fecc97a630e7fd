"""Django's settings. What differs from one installation to the next comes from the environment.

TOCSIN_HOME     folder for the database and the secret key (default ./var)
TOCSIN_ORIGIN   the address people type (default http://127.0.0.1:8000)
DATABASE_URL    a PostgreSQL database to use instead of SQLite
TOCSIN_AUDIT_KEY        the file of the audit log's key (default TOCSIN_HOME/audit-key)
TOCSIN_CHECKPOINTS      the folder of the audit log's checkpoints: a second store (default TOCSIN_HOME/checkpoints)
TOCSIN_REVIEW_SCHEDULE  a file of review periods to use instead of the shipped one
TOCSIN_PRACTICE         a folder of files (scales.toml, profile.toml and so on) to use instead of the shipped ones
TOCSIN_OIDC_ISSUER, TOCSIN_OIDC_CLIENT_ID, TOCSIN_OIDC_SECRET_FILE, TOCSIN_OIDC_NAME,
TOCSIN_OIDC_GIVES_OUT_ADDRESSES   signing in with an organisation's own accounts (OpenID Connect)
TOCSIN_SMTP_HOST, TOCSIN_SMTP_FROM and more   a mail server for digests; without one the site sends nothing
TOCSIN_DEMO     1 marks a demonstration with synthetic people
TOCSIN_DEBUG    1 shows errors in full; refused beyond this machine
"""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from . import surroundings
from .navigation import TOCSIN_NAV  # noqa: F401 - a setting, kept in a file of its own

TOCSIN_HOME = surroundings.data_folder()
TOCSIN_ORIGIN = surroundings.origin()
TOCSIN_DEMO = surroundings.switched_on("TOCSIN_DEMO")
SECRET_KEY = surroundings.private_key(TOCSIN_HOME / "secret-key").read_text()
# The audit log's key and its checkpoints: outside the database, so that who can write there cannot rewrite the log.
TOCSIN_AUDIT_KEY = surroundings.private_key(Path(os.environ.get("TOCSIN_AUDIT_KEY") or TOCSIN_HOME / "audit-key"))
TOCSIN_CHECKPOINTS = Path(os.environ.get("TOCSIN_CHECKPOINTS") or TOCSIN_HOME / "checkpoints").resolve()
DEBUG = surroundings.debug(TOCSIN_ORIGIN)

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"] if TOCSIN_ORIGIN.is_loopback else [TOCSIN_ORIGIN.host]
CSRF_TRUSTED_ORIGINS = [TOCSIN_ORIGIN.url]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "partnership.ui",
    "partnership.audit",
    "partnership.people",
    "partnership.jobs",
    "partnership.tokens",
    "partnership.areas",
    "partnership.records",
    "partnership.thread",
    "partnership.retention",
    "partnership.exports",
    "partnership.imports",
    "partnership.trends",
    "partnership.scanning",
    "partnership.triage",
    "partnership.threats",
    "partnership.ocgs",
    "partnership.profiles",
    "partnership.plans",
    "partnership.outcomes",
    "partnership.requests",
    "partnership.meetings",
    "partnership.intake",
    "partnership.notices",
    "partnership.exchange",
    "partnership.find",
    "partnership.trace",
    "partnership.work",
    "partnership.backups",
    "partnership.demonstration",
    "partnership.site",
]

MIDDLEWARE = [
    "partnership.site.headers.PageHeaders",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "partnership.site.programs.NoCookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "partnership.site.typed_words.TypedWords",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "partnership.people.sessions.AbsoluteLimit",
    "partnership.people.sessions.FirstThings",
    "allauth.account.middleware.AccountMiddleware",
    "partnership.audit.refusing.NoRecordNoAnswer",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "partnership.site.urls"
WSGI_APPLICATION = "partnership.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "partnership.ui.context.frame",
                "partnership.notices.context.bell",
            ],
        },
    },
]

# Years to each review of a record, by kind; empty for the schedule that is shipped (records/schedule.toml).
TOCSIN_REVIEW_SCHEDULE = os.environ.get("TOCSIN_REVIEW_SCHEDULE", "")
# A folder with the partnership's own scales, lists and periods; empty for those that are shipped with each slice.
TOCSIN_PRACTICE = os.environ.get("TOCSIN_PRACTICE", "")
# Where an account's role may be made to apply: code and name.
TOCSIN_AREAS = (
    ("E08000032", "Bradford"),
    ("E08000033", "Calderdale"),
    ("E08000034", "Kirklees"),
    ("E08000035", "Leeds"),
    ("E08000036", "Wakefield"),
    ("E23000010", "West Yorkshire (signals of the whole force)"),
    ("K02000001", "United Kingdom (national signals)"),
    ("WORLD", "World"),
)


def _database() -> dict[str, Any]:
    if url := os.environ.get("DATABASE_URL"):
        told: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
        options = told.get("OPTIONS", {})
        # A search asks for every kind of record at once, and to compile that takes far longer than to answer it.
        return told | {"OPTIONS": options | {"options": f"{options.get('options', '')} -c jit=off".strip()}}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": TOCSIN_HOME / "site.sqlite3",
        "OPTIONS": {
            # One writer at a time, taken at the start of a transaction: no half-way "database is locked".
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA busy_timeout=5000; PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON"
            ),
        },
    }


DATABASES = {"default": _database()}
# Background jobs wait in the database, and are put there in the transaction of what they are for.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
LOGIN_URL = "people:sign-in"
LOGIN_REDIRECT_URL = "front"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "partnership.people.passwords.LongEnough"},
    {"NAME": "partnership.people.passwords.NoContextWord"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]

# Of allauth only the second factor and the list of sessions are used, under our own pages (decision 13).
MFA_ADAPTER = "partnership.people.second_factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
# None unless the environment names a provider: then people may sign in with their organisation's account.
TOCSIN_OIDC = surroundings.provider(TOCSIN_ORIGIN)
# Only in a demonstration that nobody else can reach may the second factor wait.
TOCSIN_SECOND_FACTOR_MAY_WAIT = TOCSIN_DEMO and TOCSIN_ORIGIN.is_loopback

# Thirty minutes idle, because every answer moves the end on; twelve hours at most (people.sessions).
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
TOCSIN_LONGEST_SESSION_SECONDS = 12 * 60 * 60

# What was done is told from the session: a cookie would carry a record's words about in clear.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# A cookie whose name starts with __Host- is refused by the browser unless it came over https.
_PREFIX = "__Host-" if TOCSIN_ORIGIN.is_https else ""
SESSION_COOKIE_NAME = f"{_PREFIX}session"
SESSION_COOKIE_SECURE = TOCSIN_ORIGIN.is_https
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{_PREFIX}csrf"
CSRF_COOKIE_SECURE = TOCSIN_ORIGIN.is_https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
TOCSIN_KNOWN_BROWSER_COOKIE = f"{_PREFIX}known-browser"
SECURE_SSL_REDIRECT = TOCSIN_ORIGIN.is_https
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if TOCSIN_ORIGIN.is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TOCSIN_ORIGIN.is_https
SECURE_HSTS_PRELOAD = TOCSIN_ORIGIN.is_https
# "same-origin", not "no-referrer": Django's check of forged requests over https needs our own referrer.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

# What is sent as a file is looked at in memory and never written to a disk; one that is too large is dropped.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
# Served straight from the slices' own static folders: nothing to collect, nothing to go stale.
WHITENOISE_USE_FINDERS = True

# Nothing leaves the site by e-mail unless the environment names a server.
_MAIL = surroundings.mail_server()
TOCSIN_SENDS_MAIL, EMAIL_TIMEOUT = _MAIL.is_named, 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _MAIL.is_named else 'dummy'}.EmailBackend"
DEFAULT_FROM_EMAIL, EMAIL_HOST, EMAIL_PORT = _MAIL.sender, _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS = _MAIL.user, _MAIL.password, _MAIL.starts_tls

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Answered with 400; a page of log for each would let a stranger fill the disk.
    # What draws PDF files warns of letters that it lacks, and would so put words of a record into the log.
    "loggers": {name: {"level": "CRITICAL"} for name in ("django.security.DisallowedHost", "weasyprint", "fontTools")},
}
