"""The lists that money is planned by: who pays, and the programmes of the budget."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.views import RowDeedView
from socialplan.content.models import BudgetProgramme, FundingSource
from socialplan.drafting.forms.money import BudgetProgrammeForm, FundingSourceForm
from socialplan.drafting.services.plans import save_money_row

CHANGE = "drafting.change_outline"


class MoneyListView(PermissionRequiredMixin, TemplateView):
    permission_required = CHANGE
    template_name = "drafting/money_lists.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sources=FundingSource.objects.all(), programmes=BudgetProgramme.objects.all(), **kwargs
        )


class MoneyRowView(RowDeedView):
    permission_required = CHANGE
    listing = (gettext_lazy("Sources of money and budget programmes"), "drafting:source_list")
    deed = staticmethod(save_money_row)


class FundingSourceView(MoneyRowView):
    model, form_class = FundingSource, FundingSourceForm


class BudgetProgrammeView(MoneyRowView):
    model, form_class = BudgetProgramme, BudgetProgrammeForm
