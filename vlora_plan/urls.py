"""The address space: public and working pages under /sq/ and /en/; health and the front door outside."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from vlora_plan.health import health
from vlora_plan.sitemaps import robots, site_map
from vlora_plan.views import components, front

handler400 = "vlora_plan.web.errors.bad_request"
handler403 = "vlora_plan.web.errors.permission_denied"
handler404 = "vlora_plan.web.errors.not_found"
handler500 = "vlora_plan.web.errors.server_error"

urlpatterns = [
    path("health/", health, name="health"),
    path("", front.front_door, name="front_door"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", site_map, name="sitemap"),
    path("api/v1/", include("vlora_plan.api.urls")),
    *i18n_patterns(
        path("", include("vlora_plan.site_urls")),
        path("account/", include("accounts.urls")),
        path("municipality/", include("municipality.urls")),
        path("operations/", include("operations.urls")),
        path("assessments/", include("assessments.urls")),
        path("", include("consultations.urls")),
        path("plan/", include("socialplan.content.urls")),
        path("plan/", include("socialplan.drafting.urls")),
        path("plan/", include("socialplan.approval.urls")),
        path("plan/", include("socialplan.publishing.urls")),
        path("monitoring/", include("monitoring.urls")),
    ),
]
if settings.DEBUG:
    urlpatterns += i18n_patterns(path("components/", components.components, name="components"))
