"""Forms of the lists that money is planned by."""

from __future__ import annotations

from core.forms import CrispyModelForm
from municipality.forms import CHECKED
from socialplan.content.models import BudgetProgramme, FundingSource


class FundingSourceForm(CrispyModelForm):
    class Meta:
        model = FundingSource
        fields = ["code", "name_sq", "name_en", "position", "is_active", "note"]


class BudgetProgrammeForm(CrispyModelForm):
    class Meta:
        model = BudgetProgramme
        fields = ["code", "name_sq", "name_en", "is_active", *CHECKED]
