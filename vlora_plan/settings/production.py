"""Settings of a server; a missing or unsafe one stops the start with a sentence."""

from django.core.exceptions import ImproperlyConfigured

from vlora_plan.settings import environment as env
from vlora_plan.settings.base import *  # noqa: F403

if env.flag("DEBUG", default=False):
    raise ImproperlyConfigured("DEBUG must not be set in production.")
if env.text("DEMO", "0") not in {"", "0"}:
    raise ImproperlyConfigured("DEMO must not be set in production: demonstration accounts have known passwords.")
SECRET_KEY = env.text("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10 or SECRET_KEY.startswith("development-only-"):
    raise ImproperlyConfigured("SECRET_KEY must be at least 50 random characters, not the one of development.")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the host names of this installation.")
DATABASES = {"default": env.database(env.text("DATABASE_URL"), session=DATABASE_SESSION)}
SITE_URL = env.site(env.text("SITE_URL"), ALLOWED_HOSTS)
EMAIL_HOST = env.text("EMAIL_HOST")
MAIL_DOMAIN = env.text("MAIL_DOMAIN")
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"plani@{MAIL_DOMAIN}")
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]

SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
LANGUAGE_COOKIE_SECURE = True
if env.flag("USE_X_FORWARDED_PROTO", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
LOGGING["handlers"]["console"]["formatter"] = "json"
