"""Settings: only what differs between machines is read from the environment.

`.env.example` lists every variable. In production (`PORTAL_MODE=production`)
nothing has a default that could leave a real site half-configured.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

PORTAL_MODE = env.str("PORTAL_MODE", default="demo")
if PORTAL_MODE not in {"demo", "production"}:
    raise ImproperlyConfigured("PORTAL_MODE must be 'demo' or 'production'.")
DEMO = PORTAL_MODE == "demo"
PRODUCTION = not DEMO

REQUIRED_IN_PRODUCTION = ("SECRET_KEY", "ACCESS_CODE_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "PUBLIC_URL")
if PRODUCTION:
    absent = [name for name in REQUIRED_IN_PRODUCTION if not env.str(name, default="")]
    if absent:
        raise ImproperlyConfigured("In production these must be set: " + ", ".join(absent) + ". See .env.example.")

DEBUG = False
STATE_DIR = Path(env.str("PORTAL_STATE", default=str(BASE_DIR / "var"))).resolve()
SECRET_KEY = env.str("SECRET_KEY", default="demo-only-key-never-used-in-production-because-it-is-public")
# A key of its own: whoever changes SECRET_KEY to end all sessions must not make every access code wrong.
ACCESS_CODE_KEY = env.str("ACCESS_CODE_KEY", default=SECRET_KEY)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
DATABASE_URL = env.str("DATABASE_URL", default="postgres://app@/app")
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")

INSTALLED_APPS = [
    "serang_japan.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "csp",
    "django_celery_beat",
    "django_htmx",
    "pghistory",
    "pgtrigger",
    "core",
    "accounts",
    "notifications",
    "candidates",
    "certificates",
    "training",
    "placements",
    "reports",
    "demo",
    "portal",
]

MIDDLEWARE = [
    "core.request_ids.RequestCodes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.compressing.CompressedPages",
    "core.one_policy.OnePolicy",
    "core.private_pages.PrivatePages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.idle.OwnPagesClose",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.StaffNeedTwoSteps",
    "core.history.WhoChangesIt",
    "training.offline.KeptPagesHaveOneOwner",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "serang_japan.urls"
WSGI_APPLICATION = "serang_japan.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.site",
            ],
        },
    }
]
CRISPY_TEMPLATE_PACK = "portal"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("portal",)
CRISPY_FAIL_SILENTLY = False

DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"].update(CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "core.cache.ValkeyCache", "LOCATION": REDIS_URL}}
SESSION_ENGINE = "accounts.sessions"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.RolesBackend"]
PASSWORD_HASHERS = ["core.hashing.PortalArgon2Hasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:start"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Of whom, says the adapter: candidates who came with a phone or a number, unless the device is remembered.
ACCOUNT_LOGIN_BY_CODE_REQUIRED = {"password"}
ACCOUNT_LOGIN_BY_CODE_TRUST_ENABLED = True
# Three guesses a code, twelve codes a day: a millionth of the codes must not become a thousandth.
# Logins with a password are counted in accounts/guessing.py; allauth would count each a second time. Its limit of
# failed ones stays on: by that it counts the codes of the app.
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/5m/key,12/d/key", "login": None}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "request_login_code": "accounts.forms.RequestCodeForm",
    "confirm_login_code": "accounts.forms.ConfirmCodeForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
}
MFA_FORMS = {
    "authenticate": "accounts.forms.TwoStepForm",
    "reauthenticate": "accounts.forms.TwoStepAgainForm",
    "activate_totp": "accounts.forms.ActivateTwoStepForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "portal.login.LoginAdapter"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
MFA_TRUST_ENABLED = True
MFA_TRUST_COOKIE_AGE = timedelta(days=30)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Portal Serang–Jepang"
STAFF_MFA_REQUIRED = PRODUCTION
MFA_TRUST_COOKIE_SECURE = PRODUCTION
# A proxy of ours stands in front in production; nobody else's word on addresses is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PRODUCTION else 0

# Everybody reads Indonesian: there is no LocaleMiddleware, because many cheap phones are set to English and
# would otherwise turn every page, and every sentence beside a field, into a language their owners do not read.
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English")), ("ja", _("Japanese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["serang_japan.formats"]
TIME_ZONE = "Asia/Jakarta"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = STATE_DIR / "static"
MEDIA_ROOT = STATE_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600  # papers of people: for the portal alone
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "core.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# From one address; a village hall with one router must still be able to register everybody who comes.
REGISTRATIONS_PER_HOUR = f"{env.int('REGISTRATIONS_PER_HOUR', default=200)}/h"

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1}  # a page never waits long for a dead broker

# What fewer people have done is not told in public: it says little, and somebody could be recognised by it.
LEAST_CASES = env.int("LEAST_CASES", default=10)

DEMO_PEOPLE = env.int("DEMO_PEOPLE", default=640)  # how many people register in the demo year

# How messages leave. "console" sends nothing and leaves the text readable in the
# outbox, so that the product can be tried alone; "live" sends by WhatsApp and e-mail.
MESSAGE_CHANNEL = env.str("MESSAGE_CHANNEL", default="console")
WHATSAPP_URL = env.str("WHATSAPP_URL", default="https://graph.facebook.com")
WHATSAPP_VERSION = env.str("WHATSAPP_VERSION", default="v26.0")
WHATSAPP_PHONE_ID = env.str("WHATSAPP_PHONE_ID", default="")
WHATSAPP_TOKEN = env.str("WHATSAPP_TOKEN", default="")
WHATSAPP_APP_SECRET = env.str("WHATSAPP_APP_SECRET", default="")
WHATSAPP_VERIFY_TOKEN = env.str("WHATSAPP_VERIFY_TOKEN", default="")
if MESSAGE_CHANNEL not in {"console", "live"}:
    raise ImproperlyConfigured("MESSAGE_CHANNEL must be 'console' or 'live'.")
if MESSAGE_CHANNEL == "live":
    required = ("WHATSAPP_PHONE_ID", "WHATSAPP_TOKEN", "WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "EMAIL_BACKEND")
    absent = [name for name in required if not env.str(name, default="")]
    if absent:
        raise ImproperlyConfigured("To send messages these must be set: " + ", ".join(absent) + ". See .env.example.")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@demo.test")
EMAIL_BACKEND = env.str("EMAIL_BACKEND", default="django.core.mail.backends.dummy.EmailBackend")
EMAIL_TIMEOUT = 20
ANYMAIL = env.json("ANYMAIL", default={})

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "redact": {"()": "core.logging.RedactFilter"},
        "code": {"()": "core.logging.RequestCodeFilter"},
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {code} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["redact", "code"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django's own handlers would write a second line, without the filters.
    "loggers": {"django": {"handlers": [], "level": "INFO"}, "django.server": {"handlers": [], "propagate": True}},
}
