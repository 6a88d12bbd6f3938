"""Forms of the acts beside the workflow, one a row of `socialplan/acts.py`, and of the lists they choose from."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import CrispyModelForm
from municipality.forms import CHECKED
from socialplan.acts import ActKind
from socialplan.enums import ComplaintRecipient, DocumentKind, SessionKind, Verdict
from socialplan.forms.acts import ActForm, EntryFields, PaperField, side_by_side
from socialplan.models import (
    Committee,
    CommitteeOpinion,
    Complaint,
    ComplaintOutcome,
    CouncilSession,
    DispatchReceipt,
    MayorReturn,
    PlanAddressee,
    PlanDispatch,
    PlanVersion,
    PrefectDeposit,
    PrefectOpinion,
    PrefectRegistration,
    Publication,
)

LAST = ["happened_on", "source_document", "paper"]


class ActModelForm(EntryFields, CrispyModelForm):
    """Fills the row of an act; the deed gives it its version, its date and its paper."""

    paper = PaperField(required=False)
    date_label: Any = None

    def __init__(self, *args: Any, version: PlanVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        if self.date_label:
            self.fields["happened_on"].label = self.date_label
        self.order_fields([*self.Meta.fields, *LAST])  # type: ignore[attr-defined]


class CommitteeOpinionForm(ActModelForm):
    class Meta:
        model = CommitteeOpinion
        fields = ["committee", "votes_for", "votes_against", "abstained", "verdict", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = Committee.objects.standing()  # type: ignore[attr-defined]
        votes = side_by_side("votes_for", "votes_against", "abstained")
        self.helper.layout = Layout("committee", votes, "verdict", "text", *LAST)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        verdict = cleaned.get("verdict")
        is_carried = cleaned.get("votes_for", 1) > cleaned.get("votes_against", 0)
        if verdict not in {None, Verdict.FAVOURABLE} and not cleaned.get("text"):
            self.add_error("text", _("An opinion that is not simply favourable needs its reasons."))
        if verdict not in {None, Verdict.UNFAVOURABLE} and not is_carried and "votes_for" in cleaned:
            self.add_error("votes_for", _("A favourable opinion has more votes for than against."))
        return cleaned


class SessionForm(ActModelForm):
    date_label = _("Day of the notice")

    class Meta:
        model = CouncilSession
        fields = ["meeting_on", "kind", "called_by", "agenda_item", "place"]

    def clean_agenda_item(self) -> int:
        item: int = self.cleaned_data["agenda_item"]
        if item < 1:
            raise ValidationError(_("The items of an agenda are counted from 1."))
        return item

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") == SessionKind.EXTRAORDINARY and not cleaned.get("called_by"):
            self.add_error("called_by", _("Say who called the extraordinary session, and why."))
        return cleaned


class PublicationForm(ActModelForm):
    class Meta:
        model = Publication
        fields = ["channel", "url", "place"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (cleaned.get("url") or cleaned.get("place") or "url" in self.errors):
            self.add_error("url", _("Say where it can be found: an address or a place."))
        return cleaned


class DepositForm(ActModelForm):
    date_label = _("Deposited on")

    class Meta:
        model = PrefectDeposit
        fields = ["protocol_no"]


class RegistrationForm(ActModelForm):
    date_label = _("Registered by the prefect on")

    class Meta:
        model = PrefectRegistration
        fields = ["prefect_protocol_no"]


class PrefectOpinionForm(ActModelForm):
    date_label = _("Date of the letter")

    class Meta:
        model = PrefectOpinion
        fields = ["verdict", "letter_no", "reasons"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("verdict") not in {None, "legal"} and not cleaned.get("reasons"):
            self.add_error("reasons", _("A return, or the way to court, needs its reasons."))
        return cleaned


class MayorReturnForm(ActModelForm):
    date_label = _("Date of the letter")

    class Meta:
        model = MayorReturn
        fields = ["letter_no", "reasons"]


class DispatchForm(ActModelForm):
    date_label = _("Sent on")

    class Meta:
        model = PlanDispatch
        fields = ["addressee", "channel", "protocol_no"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = self.version.dispatches.filter(withdrawal=None).values("addressee")
        self.fields["addressee"].queryset = PlanAddressee.objects.standing().exclude(  # type: ignore[attr-defined]
            pk__in=sent
        )


class ReceiptForm(ActModelForm):
    date_label = _("Received on")

    class Meta:
        model = DispatchReceipt
        fields = ["their_protocol_no"]


class ComplaintForm(ActModelForm):
    paper = None  # type: ignore[assignment]  # a complaint names people: its paper stays in the protocol office
    date_label = _("Received on")

    class Meta:
        model = Complaint
        fields = ["number", "recipient", "subject"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decided = self.version.acts["decision"]
        self.initial["recipient"] = ComplaintRecipient.COMMISSIONER if decided else ComplaintRecipient.HEAD


class OutcomeForm(ActModelForm):
    paper = None  # type: ignore[assignment]  # the same

    class Meta:
        model = ComplaintOutcome
        fields = ["measures"]


class PaperForm(ActForm):
    kind = forms.ChoiceField(label=_("Kind of document"), choices=DocumentKind.choices)
    title = forms.CharField(label=_("Title"), max_length=200)
    paper = PaperField()
    is_public = forms.BooleanField(
        label=_("Everybody may open it"),
        required=False,
        help_text=_("Only where it names no private person. A public document stays public."),
    )
    field_order = ["kind", "title", "paper", "is_public", "happened_on", "source_document"]

    def __init__(self, *args: Any, version: PlanVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version


ACT_FORMS: dict[str, Any] = {
    ActKind.COMMITTEE: CommitteeOpinionForm,
    ActKind.SESSION: SessionForm,
    ActKind.PUBLICATION: PublicationForm,
    ActKind.DEPOSIT: DepositForm,
    ActKind.REGISTRATION: RegistrationForm,
    ActKind.PREFECT: PrefectOpinionForm,
    ActKind.MAYOR_RETURN: MayorReturnForm,
    ActKind.DISPATCH: DispatchForm,
    ActKind.RECEIPT: ReceiptForm,
    ActKind.COMPLAINT: ComplaintForm,
    ActKind.OUTCOME: OutcomeForm,
    ActKind.PAPER: PaperForm,
}


class CommitteeForm(CrispyModelForm):
    class Meta:
        model = Committee
        fields = ["code", "name_sq", "name_en", "is_active", *CHECKED]


class AddresseeForm(CrispyModelForm):
    class Meta:
        model = PlanAddressee
        fields = ["code", "name_sq", "name_en", "seat", "is_active", *CHECKED]
