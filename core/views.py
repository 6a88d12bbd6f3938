"""The one shared view class: permission and page use the same object, fetched once."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Model, QuerySet
from django.views.generic.detail import SingleObjectMixin


class ObjectPermissionMixin(PermissionRequiredMixin, SingleObjectMixin):
    """Checks `permission_required` against the page's object; the anonymous log in, others get 403."""

    request: Any
    _fetched: Model | None = None

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Any:
        if self._fetched is None:
            self._fetched = super().get_object(queryset)
        return self._fetched

    def has_permission(self) -> bool:
        user = self.request.user
        return all(user.has_perm(name, self.get_object()) for name in self.get_permission_required())

    def handle_no_permission(self) -> Any:
        self.raise_exception = self.request.user.is_authenticated
        return super().handle_no_permission()
