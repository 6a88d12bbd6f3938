"""Settings shared by every way of running; what differs reads the environment."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.contrib.messages import constants
from django.utils.translation import gettext_lazy as _

from operations.queue.schedule import BEAT_SCHEDULE, tick
from vlora_plan.settings import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# --- core ---
DEBUG = False
DEMO_MODE = False
ALLOWED_HOSTS: list[str] = []
INTERNAL_IPS: list[str] = []
INSTALLED_APPS = [
    "core",
    "operations",
    "municipality",
    "accounts",
    "assessments",
    "consultations",
    "socialplan.content",
    "socialplan.drafting",
    "socialplan.approval",
    "socialplan.publishing",
    "monitoring",
    "vlora_plan",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "django.forms",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_prose_editor",
    "import_export",
    "js_asset",
    "rules",
    "sesame",
]
MIDDLEWARE = [
    "vlora_plan.web.middleware.RequestReferenceMiddleware",
    "vlora_plan.web.middleware.PermissionsPolicyMiddleware",
    "vlora_plan.web.middleware.KnownMethodsMiddleware",
    "vlora_plan.web.middleware.OnePageMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accounts.middleware.PrivateAnswersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "vlora_plan.web.middleware.TonguesMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "accounts.middleware.SessionAgeMiddleware",
    "accounts.middleware.SessionActorMiddleware",
    "accounts.middleware.KeepPostMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "axes.middleware.AxesMiddleware",
    "vlora_plan.web.buttons.OnceOnlyButtonsMiddleware",
]
ROOT_URLCONF = "vlora_plan.urls"
CSRF_FAILURE_VIEW = "vlora_plan.web.errors.csrf_failure"
WSGI_APPLICATION = "vlora_plan.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- database ---
# After how long the database gives up, per session: a statement, a lock, an idle transaction. And it compiles none: a
# page's lists are one long statement over few rows, and a server that compiled it took 13 s for a home page of 0.2 s.
DATABASE_SESSION = {
    "statement_timeout": f"{env.number('DATABASE_STATEMENT_SECONDS', 30)}s",
    "lock_timeout": f"{env.number('DATABASE_LOCK_SECONDS', 5)}s",
    "idle_in_transaction_session_timeout": f"{env.number('DATABASE_IDLE_SECONDS', 60)}s",
    "jit": "off",
}
DATABASES = {"default": env.database(env.text("DATABASE_URL", "postgresql:///vlora_plan"), session=DATABASE_SESSION)}
DATABASE_OWNER = env.database(
    env.text("DATABASE_OWNER_URL", env.text("DATABASE_URL", "postgresql:///vlora_plan")), session={"jit": "off"}
)

# --- templates and forms ---
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
                "csp.context_processors.nonce",
                "vlora_plan.web.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.l10n", "core.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- accounts ---
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "accounts.login.backends.PasswordBackend",
    "accounts.login.backends.LinkBackend",
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "site:home"
LOGOUT_REDIRECT_URL = "site:home"
SESSION_IDLE_SECONDS = 30 * 60
SESSION_ABSOLUTE_SECONDS = 12 * 60 * 60
AXES_FAILURE_LIMIT = 5
AXES_CLIENT_IP_CALLABLE = "operations.visitor.visitor_address"
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "accounts.login.lockout.account_key"
AXES_LOCKOUT_CALLABLE = "accounts.login.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
# how many proxies of our own stand before the program; each adds the address it saw to X-Forwarded-For
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)
SITE_URL = env.text("SITE_URL", "http://localhost:8000")
OTP_TOTP_ISSUER = "Plani Social Vendor"
OTP_TOTP_SYNC = False
SESAME_MAX_AGE = 15 * 60
SESAME_ONE_TIME = True

# --- languages ---
LANGUAGE_CODE = "sq"
LANGUAGES = [("sq", _("Shqip")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["formats"]
TIME_ZONE = "Europe/Tirane"
USE_I18N = True
USE_TZ = True

# --- files ---
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var")))
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "vlora_plan.web.styles.FrameSheetFinder",
]
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(DATA_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# --- security ---
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer",
        "autoplay",
        "bluetooth",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
#: A public form sent sooner after its page was made is set apart and read by a person before it goes on.
INTAKE_MINIMUM_SECONDS = 3
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- mail ---
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "plan@localhost")

# --- broker and workers: the broker carries hints only, the record is PostgreSQL ---
REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = env.broker(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 3,
}
CELERY_VISIBILITY_TIMEOUT = 300
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = {"visibility_timeout": 300}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "fast"
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_TASK_TIME_LIMIT = 120
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE

# --- operations ---
CELERY_BEAT_SCHEDULER = "operations.queue.beat_scheduler.LastingScheduler"
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE | {
    "vlora_plan.enforce_due_versions": tick("vlora_plan.enforce_due_versions", 3600.0),
    "vlora_plan.remind_of_open_tasks": tick("vlora_plan.remind_of_open_tasks", 3600.0),
    "vlora_plan.tell_speakers": tick("vlora_plan.tell_speakers", 3600.0),
    "vlora_plan.warn_of_next_year": tick("vlora_plan.warn_of_next_year", 86_400.0),
    "vlora_plan.apply_power_changes": tick("vlora_plan.apply_power_changes", 60.0),
    "vlora_plan.close_lapsed_edits": tick("vlora_plan.close_lapsed_edits", 60.0),
    "vlora_plan.refresh_roll_ups": tick("vlora_plan.refresh_roll_ups", 60.0),
    "vlora_plan.forget_abandoned_documents": tick("vlora_plan.forget_abandoned_documents", 86_400.0),
}
MESSAGE_TAGS = {
    constants.DEBUG: "alert-info",
    constants.INFO: "alert-info",
    constants.SUCCESS: "alert-success",
    constants.WARNING: "alert-warning",
    constants.ERROR: "alert-danger",
}
# renewed every third of it by the worker; short, so that a killed one's job goes on within three quarters of a minute
JOB_LEASE_SECONDS = env.number("JOB_LEASE_SECONDS", 18)
# not renewed while one mail is handed over, which a slow server may take long for
MESSAGE_LEASE_SECONDS = 60
# how long a page waits for a broker that does not answer
BROKER_PATIENCE_SECONDS = 0.8
JOB_REPUBLISH_SECONDS = env.number("JOB_REPUBLISH_SECONDS", 10)
JOB_SWEEP_LIMIT = 100
# the share of a document's words that may be missing from what was read, before the document is refused
DOCUMENT_MISSING_PERCENT = env.number("DOCUMENT_MISSING_PERCENT", 10)
WORKER_MEMORY_MB = env.number("WORKER_MEMORY_MB", 4096)
MAIL_DOMAIN = env.text("MAIL_DOMAIN", "localhost")
HISTORY_HEADS_FILE = Path(env.text("HISTORY_HEADS_FILE", str(DATA_DIR / "heads.jsonl")))
RETENTION_TABLE = "vlora_plan.retention.RETENTION"
RETENTION_TERMS = "vlora_plan.retention.term_of"
SENT_FORMS = "operations.sent_forms.SENT_FORMS"
EXPECTED_GUARDS = BASE_DIR / "vlora_plan" / "expected_guards.json"

# --- logging ---
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "reference": {"()": "vlora_plan.web.middleware.ReferenceFilter"},
        "secrets": {"()": "vlora_plan.web.logs.SecretsFilter"},
    },
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name} {request_id} {message}", "style": "{"},
        "json": {"()": "vlora_plan.web.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["reference", "secrets"]}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "axes": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
