"""Settings, read from the environment; safe when nothing is set."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url

from config import navigation
from config.environment import flag, keys, secret

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
# Made once by set-up, whatever database is served.
FONTS_DIR = Path(os.environ.get("FONTS_DIR", BASE_DIR / "var" / "fonts"))

DEBUG = flag("DEBUG")
# Raises when a view reads rows that did not pass through readable_by; for tests and development.
FUSE = DEBUG or flag("FUSE")
SECRET_KEY = secret("SECRET_KEY", keep_in=VAR_DIR)
FIELD_KEYS = keys("FIELD_KEY", keep_in=VAR_DIR)  # of encrypted columns, newest first

SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SITE = urlsplit(SITE_URL)
HTTPS = SITE.scheme == "https"
ALLOWED_HOSTS = [SITE.hostname or "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# How many proxies before the server append to X-Forwarded-For; with 0 the header is ignored.
PROXY_COUNT = int(os.environ.get("PROXY_COUNT", "0"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "axes",
    "config",
    "branches",
    "members",
    "activities",
    "dues",
    "reports",
]
MIDDLEWARE = [
    "branches.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "branches.middleware.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "branches.middleware.SessionLimitMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "branches.middleware.MustChangePasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "branches.middleware.FuseMiddleware",
]
ROOT_URLCONF = "config.urls"
_CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "branches.context_processors.shell",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    }
]
_DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'county.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(_DATABASE_URL, conn_max_age=60)}
if _DATABASE_URL.startswith("sqlite"):
    # IMMEDIATE: otherwise two readers who then write deadlock at once. The journal mode is
    # chosen by branches.checks, which knows the libraries that lose commits under WAL.
    _PRAGMAS = "PRAGMA synchronous=FULL;"
    _OPTIONS = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _PRAGMAS}
    DATABASES["default"]["OPTIONS"] = _OPTIONS

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "branches.User"
_MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", _MODEL_BACKEND]
PASSWORD_HASHERS = ["branches.hashers.Argon2idHasher"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "branches.validators.LengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
    {"NAME": "branches.validators.ContextWordValidator"},
]
LOGIN_URL = "branches:login"
LOGIN_REDIRECT_URL = "reports:home"
# Locked by user and address together: a whole office shares one address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "branches.views.accounts.locked_out"
AXES_CLIENT_IP_CALLABLE = "branches.audit.client_address"
AXES_ALLOWED_CORS_ORIGINS = SITE_URL
AXES_VERBOSE = False
LOGIN_TRIES_PER_HOUR = 30  # per user name, whatever the address
SESSION_IDLE = timedelta(minutes=30)
SESSION_ABSOLUTE = timedelta(hours=10)
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE.total_seconds())
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
CSRF_COOKIE_HTTPONLY = True
# A cookie of their own would carry one-time passwords, under a name not bound to the host.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "branches.views.errors.csrf_failed"
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
_STATIC = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {"staticfiles": {"BACKEND": _STATIC}}
NAVIGATION = navigation.NAVIGATION
MEMBER_TABS, ORGANISATION_TABS = navigation.MEMBER_TABS, navigation.ORGANISATION_TABS
DJANGO_TABLES2_TEMPLATE = "components/table.html"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # What is refused or not found is no fault of the server's; it stands in the audit log.
    "loggers": {"django.request": {"level": "ERROR"}},
}
