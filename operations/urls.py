from django.urls import path

from operations import views

app_name = "operations"
urlpatterns = [
    path("jobs/", views.JobListView.as_view(), name="job_list"),
    path("jobs/<int:pk>/", views.JobDetailView.as_view(), name="job_detail"),
    path("jobs/<int:pk>/progress/", views.JobProgressView.as_view(), name="job_progress"),
    path("jobs/<int:pk>/file/", views.JobFileView.as_view(), name="job_file"),
    path("jobs/<int:pk>/retry/", views.job_retry, name="job_retry"),
    path("files/<int:pk>/", views.file_download, name="file_download"),
    path("history/", views.EventListView.as_view(), name="event_list"),
]
