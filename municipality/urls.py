"""Addresses of the municipality's profile, places, offices, calendar and rules."""

from django.urls import path

from municipality import views

app_name = "municipality"

urlpatterns = [
    path("", views.MunicipalityView.as_view(), name="profile"),
    path("edit/", views.ProfileFormView.as_view(), name="profile_update"),
    path("units/", views.UnitListView.as_view(), name="unit_list"),
    path("units/new/", views.UnitFormView.as_view(), name="unit_create"),
    path("units/<int:pk>/edit/", views.UnitFormView.as_view(), name="unit_update"),
    path("offices/", views.OfficeListView.as_view(), name="office_list"),
    path("offices/new/", views.OfficeFormView.as_view(), name="office_create"),
    path("offices/<int:pk>/", views.OfficeDetailView.as_view(), name="office_detail"),
    path("offices/<int:pk>/edit/", views.OfficeFormView.as_view(), name="office_update"),
    path("offices/<int:office_pk>/tenures/new/", views.TenureFormView.as_view(), name="tenure_create"),
    path("tenures/<int:pk>/edit/", views.TenureFormView.as_view(), name="tenure_update"),
    path("calendar/", views.calendar_today, name="calendar"),
    path("calendar/<int:year>/", views.CalendarView.as_view(), name="calendar_year"),
    path("calendar/<int:year>/check/", views.CalendarCheckView.as_view(), name="calendar_check"),
    path("calendar/days/new/", views.CalendarDayFormView.as_view(), name="day_create"),
    path("calendar/days/<int:pk>/edit/", views.CalendarDayFormView.as_view(), name="day_update"),
    path("calendar/days/<int:pk>/remove/", views.calendar_day_remove, name="day_remove"),
    path("rules/", views.RuleListView.as_view(), name="rule_list"),
    path("rules/deadlines/<int:pk>/edit/", views.DeadlineFormView.as_view(), name="deadline_update"),
    path("rules/majorities/<int:pk>/edit/", views.MajorityFormView.as_view(), name="majority_update"),
    path("rules/thresholds/<int:pk>/edit/", views.ThresholdFormView.as_view(), name="threshold_update"),
]
