"""Addresses of monitoring."""

from django.urls import path

from core.urls import register_choices
from monitoring.enums import ReportStep, ValueStep
from monitoring.views import checks, dashboard, grid, handing, passports, periods, public, reports, treasury, values

app_name = "monitoring"
register_choices(ReportStep, "report_step")
register_choices(ValueStep, "value_step")

urlpatterns = [
    path("periods/", periods.PeriodListView.as_view(), name="period_list"),
    path("periods/new/", periods.PeriodCreateView.as_view(), name="period_create"),
    path("periods/lock/", periods.PeriodLockView.as_view(), name="period_lock"),
    path("periods/unlock/", periods.PeriodUnlockView.as_view(), name="period_unlock"),
    path("dashboard/", dashboard.DashboardView.as_view(), name="dashboard"),
    path("periods/<int:pk>/years/", dashboard.YearsView.as_view(), name="years"),
    path("periods/<int:pk>/years/file/", dashboard.years_file, name="years_file"),
    path("checks/", checks.CheckRuleListView.as_view(), name="check_rules"),
    path("checks/<int:pk>/edit/", checks.CheckRuleView.as_view(), name="check_rule_update"),
    path("periods/<int:pk>/checks/", checks.CheckListView.as_view(), name="check_list"),
    path("periods/<int:pk>/checks/<slug:code>/<str:subject>/", checks.KeepEntryView.as_view(), name="warning_keep"),
    path("periods/kinds/", periods.PeriodKindListView.as_view(), name="period_kinds"),
    path("periods/kinds/new/", periods.PeriodKindView.as_view(), name="period_kind_create"),
    path("periods/kinds/<int:pk>/edit/", periods.PeriodKindView.as_view(), name="period_kind_update"),
    path("periods/<int:pk>/correct/", periods.PeriodCorrectView.as_view(), name="period_correct"),
    path("periods/<int:pk>/", periods.PeriodDetailView.as_view(), name="period_detail"),
    path("periods/<int:pk>/remove/", periods.PeriodRemoveView.as_view(), name="period_remove"),
    path("periods/<int:pk>/grid/<slug:sheet>/", grid.GridView.as_view(), name="grid"),
    path("periods/<int:pk>/grid/<slug:sheet>/cell/", grid.grid_cell, name="grid_cell"),
    path("periods/<int:pk>/grid/<slug:sheet>/paste/", grid.GridPasteView.as_view(), name="grid_paste"),
    path("periods/<int:pk>/grid/<slug:sheet>/file/", grid.grid_file, name="grid_file"),
    path("periods/<int:pk>/grid/<slug:sheet>/fill/", grid.GridFileView.as_view(), name="grid_fill"),
    path("periods/<int:pk>/grid/<slug:sheet>/undo/", grid.grid_undo, name="grid_undo"),
    path("periods/<int:pk>/handing-in/", handing.HandInListView.as_view(), name="hand_in_list"),
    path("periods/<int:pk>/handing-in/<int:office>/", handing.HandInView.as_view(), name="hand_in"),
    path("periods/<int:pk>/approve/", handing.ApproveValuesView.as_view(), name="values_approve"),
    path(
        "periods/<int:pk>/indicators/<int:indicator>/",
        passports.IndicatorPanelView.as_view(),
        name="indicator_panel",
    ),
    path(
        "periods/<int:pk>/indicators/<int:indicator>/target/",
        passports.ChangeTargetView.as_view(),
        name="target_change",
    ),
    path(
        "periods/<int:pk>/indicators/<int:indicator>/passport/",
        passports.PassportView.as_view(),
        name="passport_edit",
    ),
    path("periods/<int:pk>/treasury/", treasury.TreasuryView.as_view(), name="treasury"),
    path("periods/<int:pk>/treasury/take/", treasury.TreasuryTakeView.as_view(), name="treasury_take"),
    path("periods/<int:pk>/treasury/map/", treasury.ProgrammeMapView.as_view(), name="programme_map"),
    path("periods/<int:pk>/measures/<int:measure>/", periods.ProgressView.as_view(), name="progress_edit"),
    path("periods/<int:pk>/measures/<int:measure>/spending/", periods.SpendingView.as_view(), name="spending_edit"),
    path("periods/<int:pk>/beneficiaries/", periods.BeneficiaryView.as_view(), name="beneficiaries_edit"),
    path("periods/<int:pk>/values/new/", values.ValueCreateView.as_view(), name="value_create"),
    path("values/<int:pk>/", values.ValueDetailView.as_view(), name="value_detail"),
    path("values/<int:pk>/edit/", values.ValueChangeView.as_view(), name="value_edit"),
    path("values/<int:pk>/steps/<value_step:step>/", values.ValueStepView.as_view(), name="value_step"),
    path("periods/<int:pk>/reports/new/", reports.ReportCreateView.as_view(), name="report_create"),
    path("reports/<int:pk>/", reports.ReportDetailView.as_view(), name="report_detail"),
    path("reports/<int:pk>/parts/<slug:code>/", reports.SectionView.as_view(), name="section_edit"),
    path("reports/<int:pk>/recommendations/new/", reports.RecommendationView.as_view(), name="recommendation_create"),
    path("reports/<int:pk>/steps/<report_step:step>/", reports.ReportStepView.as_view(), name="report_step"),
    path("reports/<int:pk>/submissions/new/", reports.SendView.as_view(), name="report_send"),
    path("submissions/<int:pk>/receipt/", reports.ReceiptView.as_view(), name="receipt_create"),
    path("reports/<int:pk>/reasons/", reports.ReasonsView.as_view(), name="report_reasons"),
    path("reports/<int:pk>/changes/", reports.ChangesView.as_view(), name="report_changes"),
    path("reports/<int:pk>/follow-up/<int:recommendation>/", reports.FollowUpView.as_view(), name="follow_up"),
    path("reports/<int:pk>/files/<slug:kind>/", reports.report_file, name="report_file"),
    path("report-files/<int:pk>/", reports.report_download, name="report_download"),
    path("progress/", public.ProgressPublicView.as_view(), name="progress_public"),
]
