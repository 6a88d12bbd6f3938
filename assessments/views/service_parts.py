"""What a service has several rows of: posts, years, money; one page serves all three."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.enums import ServicePart
from assessments.models import PartOfService, Service
from assessments.service_map.forms import PART_FORMS, PART_MODELS
from assessments.service_map.services import remove_service_part, save_service_part
from core.forms import CrispyForm
from core.views import ObjectDeedView


class PartDeedView(ObjectDeedView):
    permission_required = "assessments.change_service"

    @property
    def part(self) -> ServicePart:
        return ServicePart(self.kwargs["part"])

    @property
    def title(self) -> Any:
        return self.part.label

    def get_form_class(self) -> Any:
        return PART_FORMS[self.part]

    def trail(self) -> list[tuple[Any, str]]:
        service = self.object if isinstance(self.object, Service) else self.object.service
        return [(service, service.get_absolute_url())]


class PartCreateView(PartDeedView):
    queryset = Service.objects.all()
    said = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": PART_MODELS[self.part](service=self.object)}

    def act(self, form: Any) -> PartOfService:
        return save_service_part(form.instance, actor=self.request.user)


class PartUpdateView(PartDeedView):
    said = _("Saved.")

    def get_queryset(self) -> QuerySet[Any]:
        return PART_MODELS[self.part]._default_manager.select_related("service")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form: Any) -> PartOfService:
        return save_service_part(form.instance, actor=self.request.user)


class PartRemoveView(PartDeedView):
    save = _("Remove")
    said = _("Removed.")

    def get_queryset(self) -> QuerySet[Any]:
        return PART_MODELS[self.part]._default_manager.select_related("service")

    def get_form_class(self) -> Any:
        return CrispyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=self.object, **kwargs)

    def act(self, form: Any) -> Service:
        return remove_service_part(self.object, actor=self.request.user)
