"""Forms of the lists that acts choose from."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.forms import CrispyModelForm
from core.pages.stepped import FormStep, SteppedForm
from municipality.forms.checked import CHECKED, LAST_STEP, SOURCE
from socialplan.approval.models import Committee, PlanAddressee


class CommitteeForm(CrispyModelForm):
    class Meta:
        model = Committee
        fields = ["code", "name_sq", "name_en", "is_active", *CHECKED]


class AddresseeForm(SteppedForm, CrispyModelForm):
    steps = (
        FormStep(
            _("Who receives what"),
            (
                *("code", "name_sq", "name_en", "seat"),
                *("is_active", "receives_report", "is_report_compulsory"),
                *SOURCE,
            ),
        ),
        LAST_STEP,
    )

    class Meta:
        model = PlanAddressee
        fields = [
            "code",
            "name_sq",
            "name_en",
            "seat",
            "is_active",
            "receives_report",
            "is_report_compulsory",
            *CHECKED,
        ]
