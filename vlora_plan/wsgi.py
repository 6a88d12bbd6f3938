"""The web server's entry."""

import os

from django.core.wsgi import get_wsgi_application

from operations.trail.session_actor import let_nobody_act_between_requests

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vlora_plan.settings.production")
application = get_wsgi_application()
let_nobody_act_between_requests()
