from django.urls import path

from operations import news_views, views

app_name = "operations"
urlpatterns = [
    path("jobs/", views.JobListView.as_view(), name="job_list"),
    path("jobs/<int:pk>/", views.JobDetailView.as_view(), name="job_detail"),
    path("jobs/<int:pk>/progress/", views.JobProgressView.as_view(), name="job_progress"),
    path("jobs/<int:pk>/file/", views.JobFileView.as_view(), name="job_file"),
    path("jobs/<int:pk>/retry/", views.job_retry, name="job_retry"),
    path("files/<int:pk>/", views.file_download, name="file_download"),
    path("news/", news_views.NewsListView.as_view(), name="news_list"),
    path("news/read/", news_views.news_read_all, name="news_read_all"),
    path("news/<int:pk>/open/", news_views.news_open, name="news_open"),
    path("news/settings/", news_views.NewsChoiceView.as_view(), name="news_choice"),
    path("news/leave/<str:token>/", news_views.news_leave, name="news_leave"),
    path("history/", views.EventListView.as_view(), name="event_list"),
]
