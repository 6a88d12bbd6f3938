"""The opinion of a standing committee, between the submission and the session."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.tables import Words
from socialplan.approval.acts.definition.base import (
    BEFORE_COUNCIL,
    NOT_BEFORE_COUNCIL,
    Act,
    ActLine,
    Duty,
    Enclosed,
    Printed,
    Withdrawal,
    after_submission,
    day,
    said,
)
from socialplan.approval.acts.definition.forms import LAST, ActModelForm, side_by_side
from socialplan.approval.enums import DocumentKind, Verdict
from socialplan.approval.models import Committee, CommitteeOpinion
from socialplan.content.enums import PlanState
from socialplan.content.models import PlanVersion


class CommitteeOpinionForm(ActModelForm):
    class Meta:
        model = CommitteeOpinion
        fields = ["committee", "votes_for", "votes_against", "abstained", "verdict", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = Committee.objects.in_use()  # type: ignore[attr-defined]
        votes = side_by_side("votes_for", "votes_against", "abstained")
        said = Fieldset(gettext_lazy("What the committee said"), votes, "verdict", "text")
        self.helper.layout = Layout("committee", said, *LAST)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        verdict = cleaned.get("verdict")
        is_carried = cleaned.get("votes_for", 1) > cleaned.get("votes_against", 0)
        if verdict not in {None, Verdict.FAVOURABLE} and not cleaned.get("text"):
            self.add_error("text", _("An opinion that is not simply favourable needs its reasons."))
        if verdict not in {None, Verdict.UNFAVOURABLE} and not is_carried and "votes_for" in cleaned:
            self.add_error("votes_for", _("A favourable opinion has more votes for than against."))
        return cleaned


def _agrees(opinion: Any, version: PlanVersion) -> None:
    after_submission(opinion, version)
    session = version.sessions.not_withdrawn().order_by("-meeting_on").first()
    if session and opinion.happened_on > session.meeting_on:
        sentence = _("A committee gives its opinion before the session of %(day)s.")
        raise ValidationError({"happened_on": sentence % {"day": day(session.meeting_on)}})


def _duty(version: PlanVersion) -> Iterator[Duty]:
    if version.state == PlanState.BEFORE_COUNCIL:
        given = {opinion.committee_id for opinion in version.valid(ACT.kind)}
        committees = list(Committee.objects.in_use())
        if not committees and not given:
            yield Duty(_("No standing committee has given its opinion yet."), _("Record the opinion of a committee"))
        for committee in committees:
            if committee.pk not in given:
                named = {"committee": committee}
                sentence = _("The opinion of this committee is missing: %(committee)s.") % named
                yield Duty(sentence, _("Record the opinion of the committee: %(committee)s") % named)


def _printed(opinion: Any) -> Printed:
    committee = Words.of(opinion.committee, "name")
    title = said(gettext_lazy("Opinion of a committee: %(committee)s"), committee=committee.__str__)
    return Printed(title, content=Words.made(opinion.get_verdict_display))


def _line(opinion: Any) -> ActLine:
    votes = _("For %(for)s, against %(against)s, abstained %(abstained)s.") % {
        "for": opinion.votes_for,
        "against": opinion.votes_against,
        "abstained": opinion.abstained,
    }
    title = _("Opinion of a committee: %(committee)s") % {"committee": opinion.committee}
    return ActLine(title, (capfirst(f"{opinion.get_verdict_display()}."), votes, opinion.text))


ACT = Act(
    kind="committee_opinion",
    label=pgettext_lazy("act", "Opinion of a committee"),
    prompt=pgettext_lazy("act", "Record the opinion of a committee"),
    model=CommitteeOpinion,
    permission="approval.keep_council_record",
    states=BEFORE_COUNCIL,
    too_early=NOT_BEFORE_COUNCIL,
    agrees=_agrees,
    paper=DocumentKind.COMMITTEE,
    form=CommitteeOpinionForm,
    line=_line,
    printed=_printed,
    is_of_way=True,
    withdrawal=Withdrawal(
        BEFORE_COUNCIL,
        gettext_lazy("The opinion of a committee is withdrawn while the version lies before the council, not after."),
    ),
    duty=_duty,
    enclosed=Enclosed(
        "06",
        gettext_lazy("opinions of the committees"),
        gettext_lazy("Opinions of the committees"),
        lambda opinion: str(opinion.committee),
    ),
)
