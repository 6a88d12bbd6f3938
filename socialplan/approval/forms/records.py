"""Forms of the lists that acts choose from."""

from __future__ import annotations

from core.forms import CrispyModelForm
from municipality.forms import CHECKED
from socialplan.approval.models import Committee, PlanAddressee


class CommitteeForm(CrispyModelForm):
    class Meta:
        model = Committee
        fields = ["code", "name_sq", "name_en", "is_active", *CHECKED]


class AddresseeForm(CrispyModelForm):
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
