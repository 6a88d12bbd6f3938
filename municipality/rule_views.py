"""Pages of rules that are law or privacy: what moves is shown before saving, and a second person confirms."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.forms.models import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from core.forms import CrispyForm
from core.i18n import short_date
from core.views import DeedFormView
from municipality import forms, rule_changes, services
from municipality.law import Law, MovedDay, what_moves
from municipality.models import Asked, CalendarDay, DeadlineRule, MajorityRule, RuleChange, Threshold
from municipality.proposed_year import proposed_days
from municipality.rule_changes import CONFIRM, LOWER, SECOND_PERSON, THRESHOLD, RuleProposal, lowered_threshold
from municipality.small_numbers import Appearing, would_appear
from municipality.views import CHANGE, VIEW, ReferenceRowFormView, YearMixin

# The form of each list by the name under which a waiting change keeps it.
FORMS: dict[str, type[ModelForm[Any]]] = {
    "deadline": forms.DeadlineRuleForm,
    "majority": forms.MajorityRuleForm,
    THRESHOLD: forms.ThresholdForm,
    "asked": forms.AskedForm,
    "day": forms.CalendarDayForm,
}
REMOVAL, CHECK = "day_remove", "calendar_check"


def rows_to_check(year: int) -> list[CalendarDay]:
    """Of a year: what is in the calendar unchecked, and what is proposed for it, by day."""
    rows = [*CalendarDay.objects.of_year(year).unchecked(), *proposed_days(year)]
    return sorted(rows, key=lambda row: row.day)


def law_with(form: Any) -> Law | None:
    """The law as it would be with a checked form saved; none where no day hangs on the row."""
    today = Law.today()
    if isinstance(form, forms.CalendarCheckForm):
        ticked = form.ticked()
        for row in ticked:
            row.checked_by = form.cleaned_data["checked_by"]
        return today.with_days(ticked)
    row = form.instance
    if isinstance(row, DeadlineRule):
        return today.with_rule(row)
    return today.with_days([row]) if isinstance(row, CalendarDay) else None


def moves_of(law: Law | None) -> list[MovedDay]:
    return [] if law is None else what_moves(Law.today(), law)


def in_words(form: ModelForm[Any]) -> list[list[str]]:
    """The changed fields: label, as it was, as it will be."""
    return [
        [str(form.fields[name].label), str(form.initial.get(name) or "–"), str(form.cleaned_data[name] or "–")]
        for name in form.changed_data
    ]


def appearing_by(change: RuleChange) -> Sequence[Appearing]:
    lowered = lowered_threshold(change)
    return would_appear(*lowered) if lowered else ()


def may_confirm(user: Any, change: RuleChange) -> bool:
    """A lower threshold of small numbers is confirmed by the data-protection officer."""
    return user.has_perm(CONFIRM, change) and (lowered_threshold(change) is None or user.has_perm(LOWER))


class TwoPersonsMixin:
    """Shows what moves before it is saved, then asks for the change, which a second person confirms."""

    request: Any
    template_name = "municipality/rule_form.html"
    asked = gettext_lazy("The change is asked for. It takes effect when a second person has confirmed it.")
    moves: list[MovedDay]
    appearing: Sequence[Appearing] = ()

    def appearing_with(self, form: Any) -> Sequence[Appearing]:
        """What would be told of small numbers with a checked form saved."""
        return ()

    def law_after(self, form: Any) -> Law | None:
        return law_with(form)

    def form_valid(self, form: Any) -> HttpResponse:
        self.moves = moves_of(self.law_after(form))
        self.appearing = self.appearing_with(form)
        if (self.moves or self.appearing) and self.request.POST.get("seen") != self.seen:
            return self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined]
        return super().form_valid(form)

    @property
    def seen(self) -> str:
        """What the page has shown, so that it is shown anew where it has changed meanwhile."""
        shown = [*getattr(self, "moves", []), *self.appearing]
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:16] if shown else ""

    def ask(self, proposal: RuleProposal, deed: Any) -> None:
        change = rule_changes.ask_change(proposal, deed, actor=self.request.user)
        if not change.is_by_one:
            self.said = self.asked

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"moves": getattr(self, "moves", []), "appearing": self.appearing, "seen": self.seen}
        return super().get_context_data(**(shown | kwargs))


class RuleFormView(TwoPersonsMixin, ReferenceRowFormView):
    page: str

    def act(self, form: Any) -> str:
        row, user = form.instance, self.request.user
        kind, title = capfirst(self.model._meta.verbose_name), str(form.instance)
        proposal = RuleProposal(
            self.page,
            f"{kind}: {title}",
            row=row.pk,
            values={name: form[name].data for name in form.fields if name in form.changed_data},
            shown=in_words(form),
        )
        self.ask(proposal, lambda: services.save_change(form, actor=user))
        return self.address


def ask_to_confirm(row: MajorityRule, *, office: str, actor: Any) -> None:
    """Ask that a majority counts as checked by an office today; nothing where it says so already."""
    today = timezone.localdate()
    if row.checked_by == office:
        return
    values = {name: getattr(row, name) for name in forms.MajorityRuleForm._meta.fields or ()}
    form = forms.MajorityRuleForm(values | {"checked_by": office, "checked_on": short_date(today)}, instance=row)
    if not form.is_valid():
        raise ValidationError([sentence for errors in form.errors.values() for sentence in errors])
    title = f"{capfirst(MajorityRule._meta.verbose_name)}: {row}"
    sent = {name: form[name].data for name in form.fields}
    proposal = RuleProposal("majority", title, row=row.pk, values=sent, shown=in_words(form))
    rule_changes.ask_change(proposal, lambda: services.save_change(form, actor=actor), actor=actor)


class DeadlineFormView(RuleFormView):
    model, form_class, page = DeadlineRule, forms.DeadlineRuleForm, "deadline"


class MajorityFormView(RuleFormView):
    model, form_class, page = MajorityRule, forms.MajorityRuleForm, "majority"


class ThresholdFormView(RuleFormView):
    model, form_class, page = Threshold, forms.ThresholdForm, THRESHOLD

    def appearing_with(self, form: Any) -> Sequence[Appearing]:
        return appearing_by(RuleChange(page=self.page, row=form.instance.pk, values=form.cleaned_data))


class AskedFormView(RuleFormView):
    model, form_class, page = Asked, forms.AskedForm, "asked"


class CalendarDayFormView(RuleFormView):
    model, form_class, page = CalendarDay, forms.CalendarDayForm, "day"
    listing = (gettext_lazy("Calendar"), "municipality:calendar")

    @property
    def address(self) -> str:
        year = self.row.day.year if self.row.day else timezone.localdate().year
        return reverse("municipality:calendar_year", args=[year])


class CalendarDayRemoveView(TwoPersonsMixin, PermissionRequiredMixin, DeedFormView):
    permission_required = CHANGE
    form_class = CrispyForm
    title = gettext_lazy("Remove a day of the calendar")
    save = gettext_lazy("Remove")
    said = gettext_lazy("The day is removed from the calendar.")

    @cached_property
    def row(self) -> CalendarDay:
        return get_object_or_404(CalendarDay, pk=self.kwargs["pk"])

    def law_after(self, form: Any) -> Law:
        return Law.today().with_days([], without=[self.row])

    def act(self, form: Any) -> str:
        address, user = self.row.get_absolute_url(), self.request.user
        title = _("Remove from the calendar: %(day)s") % {"day": f"{self.row} {self.row.name}"}
        proposal = RuleProposal(REMOVAL, title, row=self.row.pk)
        self.ask(proposal, lambda: services.remove_calendar_day(self.row, actor=user))
        return address

    def trail(self) -> list[tuple[Any, str]]:
        return [(gettext_lazy("Calendar"), self.row.get_absolute_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=f"{self.row} {self.row.name}", **kwargs)


class CalendarCheckView(TwoPersonsMixin, YearMixin, PermissionRequiredMixin, DeedFormView):
    """A year's rows that nobody has checked, and those that are proposed, ticked one by one."""

    permission_required = CHANGE
    form_class = forms.CalendarCheckForm
    said = gettext_lazy("The rows ticked are in the calendar as checked.")
    lead = gettext_lazy(
        "Compare each row with the proclamation of the year. Rows that are not in the calendar yet are proposed by a "
        "program and enter it only when they are ticked."
    )

    @property
    def address(self) -> str:
        return reverse("municipality:calendar_year", args=[self.kwargs["year"]])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"rows": rows_to_check(self.kwargs["year"])}

    def act(self, form: forms.CalendarCheckForm) -> str:
        year, user = self.kwargs["year"], self.request.user
        proposal = RuleProposal(
            CHECK,
            _("Rows of the calendar of %(year)s checked") % {"year": year},
            year=year,
            values={name: form[name].data for name in form.fields},
            shown=[["", "", form.label_of(row)] for row in form.ticked()],
        )
        self.ask(proposal, lambda: services.confirm_days(form.ticked(), actor=user, **form.check_details()))
        return self.address

    def trail(self) -> list[tuple[Any, str]]:
        return [(gettext_lazy("Calendar"), self.address)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Check the year %(year)s row by row") % {"year": self.kwargs["year"]}
        return super().get_context_data(title=title, **kwargs)


# --- the second person ---


def form_of(change: RuleChange) -> Any:
    """The form of a waiting change filled as it was; ValidationError where the rows of today do not take it."""
    if change.page == CHECK:
        form: Any = forms.CalendarCheckForm(change.values, rows=rows_to_check(change.year or 0))
    else:
        form_class = FORMS[change.page]
        model = form_class._meta.model
        row = model.objects.filter(pk=change.row).first() if change.row else model()
        if row is None:
            raise ValidationError(_("The row is not there any more."))
        form = form_class(model_to_dict(row, form_class._meta.fields) | change.values, instance=row)
    if not form.is_valid():
        raise ValidationError([sentence for errors in form.errors.values() for sentence in errors])
    return form


def moved_by(change: RuleChange) -> list[MovedDay]:
    """What moves with a waiting change, by the rows of today."""
    if change.page == REMOVAL:
        gone = CalendarDay.objects.filter(pk=change.row)
        return moves_of(Law.today().with_days([], without=gone))
    try:
        return moves_of(law_with(form_of(change)))
    except ValidationError:
        return []


def make(change: RuleChange, *, actor: Any) -> None:
    """The deed that a waiting change asks for."""
    if change.page == REMOVAL:
        day = CalendarDay.objects.filter(pk=change.row).first()
        if day is None:
            raise ValidationError(_("The row is not there any more."))
        services.remove_calendar_day(day, actor=actor, permission=CONFIRM)
        return
    form = form_of(change)
    if change.page == CHECK:
        services.confirm_days(form.ticked(), actor=actor, permission=CONFIRM, **form.check_details())
    else:
        services.save_change(form, actor=actor, permission=CONFIRM)


class RuleChangeListView(PermissionRequiredMixin, ListView):
    """What waits for a second person, with what moves by it."""

    permission_required = VIEW
    template_name = "municipality/change_list.html"
    queryset = RuleChange.objects.waiting().select_related("proposed_by")
    paginate_by = 20

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context, user = super().get_context_data(**kwargs), self.request.user
        waiting = list(context["page_obj"].object_list)
        by_asker = {change.proposed_by_id: change for change in waiting}
        free = {asker: user.has_perm(SECOND_PERSON, change) for asker, change in by_asker.items()}
        context["shown"] = [
            {
                "change": change,
                "moves": moved_by(change),
                "appearing": appearing_by(change),
                "needs_officer": lowered_threshold(change) is not None,
                "can_confirm": may_confirm(user, change) and free[change.proposed_by_id],
                "is_bound": may_confirm(user, change) and not free[change.proposed_by_id],
                "can_stop": user.has_perm("municipality.stop_rulechange", change),
            }
            for change in waiting
        ]
        return context


@require_POST
def change_settle(request: Any, pk: int, answer: str) -> HttpResponse:
    """The second person's yes or no, or the first one's withdrawal."""
    change = get_object_or_404(RuleChange, pk=pk)
    if answer not in {"confirm", "stop"}:
        raise Http404
    try:
        if answer == "confirm":
            rule_changes.confirm_change(change, lambda: make(change, actor=request.user), actor=request.user)
            messages.success(request, _("The change is confirmed and in effect."))
        else:
            rule_changes.stop_change(change, actor=request.user)
            messages.success(request, _("The change is stopped."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("municipality:change_list")
