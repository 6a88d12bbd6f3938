"""A page with one form whose content goes to one deed; what it refuses is shown there and nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from accounts.http import AuthenticatedHttpRequest
from core.views import ObjectPermissionMixin
from core.workflow import StepRefused
from socialplan.content.models import PlanVersion


class VersionDeedView(ObjectPermissionMixin, FormView):
    """Subclasses name the permission, the form and the deed; the permission is asked for the version."""

    request: AuthenticatedHttpRequest
    object: Any
    queryset: Any = PlanVersion.objects.select_related("plan")
    template_name = "content/deed_form.html"
    title: Any = ""
    save: Any = gettext_lazy("Save")
    said: Any = ""

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.object = self.get_object()

    @property
    def version(self) -> PlanVersion:
        return self.object if isinstance(self.object, PlanVersion) else self.object.version

    def has_permission(self) -> bool:
        return self.request.user.is_authenticated and self.request.user.has_perm(
            self.permission_required, self.version
        )

    def act(self, form: Any) -> Any:
        """Do the deed; returns where to go."""
        raise AssertionError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            target = self.act(form)
        except ValidationError as refusal:
            for name, errors in getattr(refusal, "error_dict", {NON_FIELD_ERRORS: refusal}).items():
                form.add_error(name if name in form.fields else None, errors)
            return self.form_invalid(form)
        except StepRefused as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, self.said)
        return redirect(self.page_after(target))

    def refused(self, form: Any, refusal: StepRefused) -> HttpResponse:
        """The page that says why the deed cannot be done now."""
        form.add_error(None, str(refusal))
        return self.form_invalid(form)

    def page_after(self, target: Any) -> Any:
        """Where to go when it is done."""
        return target

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {
            "title": self.title,
            "save": self.save,
            "subject": "",
            "version": self.version,
            "back": self.object.get_absolute_url(),
            "comes_from_approval": False,
            "missing": (),
            "notice": "",
            "moved": None,
            "moved_title": "",
            "content_hash": "",
        }
        return super().get_context_data(**(shown | kwargs))
