"""Settings for a developer's machine and for `make run`."""

from vlora_plan.settings.base import *  # noqa: F403
from vlora_plan.settings import environment as env

DEBUG = env.flag("DEBUG", default=True)
SECRET_KEY = env.text("SECRET_KEY", "development-only-" + "0" * 40)
ALLOWED_HOSTS = ["*"]
