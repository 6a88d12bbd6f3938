"""Addresses of the interface for programs: one version, no language in them, open to anybody."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from vlora_plan.api.views import api

app_name = "api"
#: The maker's own first page says nothing.
UNUSED = frozenset({"api-root"})
_made: list[Any] = api.urls[0]
urlpatterns = [
    path(str(each.pattern), login_not_required(each.callback), name=each.name)
    for each in _made
    if each.name not in UNUSED
]
