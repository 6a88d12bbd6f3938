"""Addresses of socialplan."""

from django.urls import URLPattern

app_name = "socialplan"

urlpatterns: list[URLPattern] = []
