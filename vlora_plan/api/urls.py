"""Addresses of the interface for programs: one version, no language in them."""

from django.urls import path

from core.urls import register_choices
from vlora_plan.api import views
from vlora_plan.api.datasets import DATASETS

app_name = "api"
register_choices(DATASETS, "dataset")

urlpatterns = [
    path("openapi.json", views.description, name="openapi"),
    path("<dataset:code>.json", views.dataset_json, name="dataset_json"),
    path("<dataset:code>.csv", views.dataset_csv, name="dataset_csv"),
]
