"""Settings for a developer's machine and for `make run`."""

from pathlib import Path

from vlora_plan.settings import environment as env

env.defaults_from(Path(env.text("DATA_DIR", "var")) / "environment")

from vlora_plan.settings.base import *  # noqa: E402, F403

DEBUG = env.flag("DEBUG", default=False)
DEMO_MODE = env.flag("DEMO", default=True)
SECRET_KEY = env.text("SECRET_KEY", "development-only-" + "0" * 40)
ALLOWED_HOSTS = ["*"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# what the proxy before a server does
MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *MIDDLEWARE]
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
