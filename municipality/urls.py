"""Addresses of the municipality's profile, places, offices, calendar and rules."""

from django.urls import path

from municipality import guide, rule_views, views

app_name = "municipality"

urlpatterns = [
    path("", views.MunicipalityView.as_view(), name="profile"),
    path("edit/", views.ProfileFormView.as_view(), name="profile_update"),
    path("council/edit/", views.CouncilFormView.as_view(), name="council_update"),
    path("project/", views.ProjectFormView.as_view(), name="project_update"),
    path("project/remove/", views.project_remove, name="project_remove"),
    path("guide/units/", guide.UnitsStepView.as_view(), name="guide_units"),
    path("guide/council/", guide.CouncilStepView.as_view(), name="guide_council"),
    path("guide/offices/", guide.OfficesStepView.as_view(), name="guide_offices"),
    path("guide/project/", guide.ProjectStepView.as_view(), name="guide_project"),
    path("units/paste/", views.UnitBlockView.as_view(), name="unit_block"),
    path("units/<int:pk>/move/", views.unit_move, name="unit_move"),
    path("units/<int:pk>/remove/", views.unit_remove, name="unit_remove"),
    path("units/", views.UnitListView.as_view(), name="unit_list"),
    path("units/new/", views.UnitFormView.as_view(), name="unit_create"),
    path("units/<int:pk>/edit/", views.UnitFormView.as_view(), name="unit_update"),
    path("offices/", views.OfficeListView.as_view(), name="office_list"),
    path("offices/new/", views.OfficeFormView.as_view(), name="office_create"),
    path("offices/<int:pk>/", views.OfficeDetailView.as_view(), name="office_detail"),
    path("offices/<int:pk>/edit/", views.OfficeFormView.as_view(), name="office_update"),
    path("offices/<int:pk>/remove/", views.office_remove, name="office_remove"),
    path("offices/<int:office_pk>/tenures/new/", views.TenureFormView.as_view(), name="tenure_create"),
    path("tenures/<int:pk>/edit/", views.TenureFormView.as_view(), name="tenure_update"),
    path("calendar/", views.calendar_today, name="calendar"),
    path("calendar/<int:year>/", views.CalendarView.as_view(), name="calendar_year"),
    path("calendar/<int:year>/check/", rule_views.CalendarCheckView.as_view(), name="calendar_check"),
    path("calendar/days/new/", rule_views.CalendarDayFormView.as_view(), name="day_create"),
    path("calendar/days/<int:pk>/edit/", rule_views.CalendarDayFormView.as_view(), name="day_update"),
    path("calendar/days/<int:pk>/remove/", rule_views.CalendarDayRemoveView.as_view(), name="day_remove"),
    path("rules/", views.RuleListView.as_view(), name="rule_list"),
    path("rules/changes/", rule_views.RuleChangeListView.as_view(), name="change_list"),
    path("rules/changes/<int:pk>/confirm/", rule_views.change_settle, {"answer": "confirm"}, name="change_confirm"),
    path("rules/changes/<int:pk>/stop/", rule_views.change_settle, {"answer": "stop"}, name="change_stop"),
    path("rules/deadlines/<int:pk>/edit/", rule_views.DeadlineFormView.as_view(), name="deadline_update"),
    path("rules/majorities/<int:pk>/edit/", rule_views.MajorityFormView.as_view(), name="majority_update"),
    path("rules/asked/<int:pk>/edit/", rule_views.AskedFormView.as_view(), name="asked_update"),
    path("rules/thresholds/<int:pk>/edit/", rule_views.ThresholdFormView.as_view(), name="threshold_update"),
]
