"""The steps of a version and the acts they rest on."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.workflow import StepRefused
from operations.step_views import StepView
from operations.trail.prose import Prose
from socialplan.approval.acts.definition.forms import ActForm
from socialplan.approval.acts.registry import ACTS
from socialplan.approval.forms.acts import (
    AnnouncementForm,
    ApprovalForm,
    CouncilSubmissionForm,
    DecisionForm,
    OpinionForm,
    OrderForm,
)
from socialplan.approval.said_numbers import SECOND_PERSON, STEP_IN, prose_before_step, wrote_in_it
from socialplan.approval.services.acts import announce, record_mayor_order, record_opinion, submit_to_council
from socialplan.approval.services.council import confirm_amendments, record_decision, reexamine
from socialplan.approval.services.steps import ContentMoved, approve, take_by_button
from socialplan.approval.views.deeds import ApprovalDeedView
from socialplan.approval.workflow import PLAN_WORKFLOW
from socialplan.content.diff import Comparison
from socialplan.content.diff.pairs import difference
from socialplan.content.enums import ADOPTED_STATES, PlanStep
from socialplan.content.models import PlanVersion
from socialplan.content.plan_json import content_sha256, plan_text, sha256_of, version_content
from socialplan.content.services.frozen import content_to_confirm


class VersionStepView(StepView):
    """A step without data of its own; the others have their page, or follow from another deed."""

    queryset = PlanVersion.objects.select_related("plan")
    template_name = "approval/version_step.html"
    workflow = PLAN_WORKFLOW
    move = staticmethod(take_by_button)
    now = gettext_lazy("%(document)s is now: %(state)s.")

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        if not PLAN_WORKFLOW[kwargs["step"]].is_button:
            raise Http404
        super().setup(request, *args, **kwargs)

    def page_after(self, document: PlanVersion) -> str:
        return reverse("approval:version_approval", args=[document.pk])

    def trail(self) -> list[tuple[Any, str]]:
        return [*super().trail(), (_("Where it stands"), self.page_after(self.object))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(version=self.object, **kwargs)


class OpinionView(ApprovalDeedView):
    permission_required = "approval.add_opinion"
    form_class = OpinionForm
    title = gettext_lazy("Record an opinion")
    said = gettext_lazy("The opinion is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def act(self, form: OpinionForm) -> PlanVersion:
        cleaned = form.cleaned_data
        record_opinion(
            self.object,
            kind=cleaned["kind"],
            verdict=cleaned["verdict"],
            text=cleaned["text"],
            actor=self.request.user,
            entry=form.entry,
            paper=form.upload,
        )
        return self.object


class ContentShownView(ApprovalDeedView):
    """Shows the hash of the content and sends it back with the decision; where content moved, shows what moved."""

    moved: Comparison | None = None
    moved_title: Any = gettext_lazy("What has changed since your page was opened")

    @cached_property
    def content_hash(self) -> str:
        """Of exactly the content the page shows."""
        return content_sha256(self.object)

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"content_shown": self.content_hash}

    def refused(self, form: Any, refusal: StepRefused) -> HttpResponse:
        if isinstance(refusal, ContentMoved):
            seen = self.object.snapshots.filter(sha256=refusal.shown).first()
            if seen:
                before = json.loads(seen.canonical_json)
                self.moved = difference(before, version_content(self.object), plan=self.object.plan)
            form.data = form.data.copy()
            form.data["content_shown"] = self.content_hash
        return super().refused(form, refusal)

    def prose(self) -> Prose | None:
        """The words that go out with this step, where the version stands before it."""
        return prose_before_step(self.object) if STEP_IN.get(self.object.state) == self.step else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        prose = self.prose()
        needs_second = bool(prose and prose.telling) and wrote_in_it(self.object, self.request.user.pk)
        return super().get_context_data(
            content_hash=self.content_hash,
            moved=self.moved,
            moved_title=self.moved_title,
            prose=prose,
            asked=SECOND_PERSON.asked(self.object) if needs_second else None,
            **kwargs,
        )


class ApproveView(ContentShownView):
    permission_required = "approval.approve_version"
    form_class = ApprovalForm
    step = PlanStep.APPROVE
    title = save = gettext_lazy("Approve for submission")
    said = gettext_lazy("The version is approved for submission to the council.")

    def act(self, form: ApprovalForm) -> PlanVersion:
        shown, comment = form.cleaned_data["content_shown"], form.cleaned_data["comment"]
        return approve(self.object, actor=self.request.user, content_shown=shown, comment=comment, entry=form.entry)


class SubmitView(ContentShownView):
    permission_required = "approval.submit_version"
    form_class = CouncilSubmissionForm
    step = PlanStep.SUBMIT
    title = save = gettext_lazy("Submit to the council")
    said = gettext_lazy("The version is before the council.")

    def act(self, form: CouncilSubmissionForm) -> PlanVersion:
        return submit_to_council(
            self.object,
            protocol_no=form.cleaned_data["protocol_no"],
            actor=self.request.user,
            entry=form.entry,
            content_shown=form.cleaned_data["content_shown"],
            paper=form.upload,
        )


class DecisionView(ApprovalDeedView):
    permission_required = "approval.decide_version"
    form_class = DecisionForm
    step = PlanStep.ADOPT
    title = gettext_lazy("Record the council's decision")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"version": self.object}

    def get_initial(self) -> dict[str, Any]:
        session = self.object.sessions.not_withdrawn().order_by("-meeting_on").first()
        return super().get_initial() | ({"session": session, "happened_on": session.meeting_on} if session else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Before the vote the page says which committees have not given their opinion."""
        missing = " ".join(duty.sentence for duty in ACTS["committee_opinion"].duty(self.object))
        return super().get_context_data(notice=missing, **kwargs)

    def act(self, form: DecisionForm) -> PlanVersion:
        rule = form.cleaned_data["majority"]
        text = record_decision(
            self.object, form.ballot, actor=self.request.user, entry=form.entry, rule=rule, paper=form.upload
        )
        values = {"outcome": text.decision.get_outcome_display()}
        self.said = _("The decision of the council is recorded. Outcome: %(outcome)s.") % values
        return text


class ConfirmAmendmentsView(ContentShownView):
    """The text the council voted on beside the text as it amended it."""

    permission_required = "approval.decide_version"
    form_class = ApprovalForm
    step = PlanStep.CONFIRM_AMENDMENTS
    title = save = gettext_lazy("Confirm the amendments")
    said = gettext_lazy("The amended text is adopted and sealed.")
    moved_title = gettext_lazy("What the council amended")

    @cached_property
    def content_hash(self) -> str:
        return sha256_of(plan_text(content_to_confirm(self.object)))

    def act(self, form: ApprovalForm) -> PlanVersion:
        shown, comment = form.cleaned_data["content_shown"], form.cleaned_data["comment"]
        return confirm_amendments(
            self.object, actor=self.request.user, content_shown=shown, comment=comment, entry=form.entry
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before, after = version_content(self.object.voted_on), version_content(self.object)
        self.moved = difference(before, after, plan=self.object.plan)
        return super().get_context_data(**kwargs)


class ReexamineView(ApprovalDeedView):
    permission_required = "approval.reexamine_version"
    form_class = ActForm
    step = PlanStep.REEXAMINE
    title = save = gettext_lazy("Open the re-examination")
    said = gettext_lazy("The decision lies before the council again.")

    def act(self, form: ActForm) -> PlanVersion:
        return reexamine(self.object, actor=self.request.user, entry=form.entry)


class AnnounceView(ApprovalDeedView):
    permission_required = "approval.announce_version"
    form_class = AnnouncementForm
    step = PlanStep.ANNOUNCE
    title = gettext_lazy("Record the announcement")
    said = gettext_lazy("The announcement is recorded; the day of entry into force is computed.")

    def act(self, form: AnnouncementForm) -> PlanVersion:
        cleaned = form.cleaned_data
        return announce(
            self.object,
            actor=self.request.user,
            entry=form.entry,
            url=cleaned["url"],
            place=cleaned["place"],
            paper=form.upload,
        )


class OrderView(ApprovalDeedView):
    permission_required = "approval.order_version"
    form_class = OrderForm
    title = gettext_lazy("Record the mayor's order")
    said = gettext_lazy("The order is recorded.")

    def too_late(self) -> Any:
        if self.object.state not in ADOPTED_STATES:
            return _("The order follows the adoption by the council.")
        return "" if self.object.mayor_order is None else _("The order is already recorded.")

    def act(self, form: OrderForm) -> PlanVersion:
        record_mayor_order(
            self.object,
            number=form.cleaned_data["number"],
            actor=self.request.user,
            entry=form.entry,
            paper=form.upload,
        )
        return self.object
