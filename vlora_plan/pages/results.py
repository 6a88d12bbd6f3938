"""The five result lines the project was promised on, each with its evidence (docs/law.md#five-results)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from assessments.models import Assessment
from consultations.engagement import Engagement, read_engagement
from consultations.facts.coverage import read_groups_covered
from core.i18n import short_date
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, read_count, read_exists, side_by_side
from monitoring.models import YearlyReport
from municipality.models import Project
from socialplan.approval.models import CouncilDecision, MayorOrder, PlanAddressee
from socialplan.content.enums import ADOPTED_STATES, PlanKind, PlanState
from socialplan.content.models import PlanVersion

FINAL_STATES = ADOPTED_STATES | {PlanState.APPROVED, PlanState.BEFORE_COUNCIL}


class ResultProgress(TextChoices):
    OPEN = "open", pgettext_lazy("result", "not reached yet")
    BEGUN = "begun", pgettext_lazy("result", "partly reached")
    REACHED = "reached", pgettext_lazy("result", "reached")

    @property
    def light(self) -> str:
        return {"reached": "green", "begun": "amber"}.get(self.value, "grey")

    @property
    def icon(self) -> str:
        return {"reached": "check", "begun": "clock"}.get(self.value, "unknown")


@dataclass(frozen=True, slots=True)
class Evidence:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Result:
    number: int
    title: str
    progress: ResultProgress
    facts: list[str] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)


def results(project: Project) -> list[Result]:
    return read(read_results(project))


def read_results(project: Project) -> Reader[list[Result]]:
    """All five lines, in their order."""
    lines: tuple[Callable[[Project], Reader[Result]], ...] = (_assessed, _consulted, _finalised, _approved, _reported)
    return (yield from side_by_side(*(line(project) for line in lines)))


def _progress(done: int, of: int) -> ResultProgress:
    if done >= of:
        return ResultProgress.REACHED
    return ResultProgress.BEGUN if done else ResultProgress.OPEN


def _assessed(project: Project) -> Reader[Result]:
    editions = Assessment.objects.published()
    is_begun, _editions = yield from side_by_side(read_exists(Assessment.objects.all()), read_lists(editions))
    return Result(
        number=1,
        title=_("Needs and services assessed"),
        progress=ResultProgress.REACHED if editions else _progress(int(is_begun), 2),
        facts=[] if editions else [_("No edition of the assessment has been published yet.")],
        evidence=[
            Evidence(str(edition), reverse("assessments:assessment_public", args=[edition.pk])) for edition in editions
        ],
    )


def engaged_fact(line: Engagement) -> str:
    """Persons counted once, the share of women, and the distance to what was promised."""
    counted = {"who": line.kind.label, "persons": line.persons, "target": line.target}
    if line.target is None:
        return _("%(who)s: %(persons)s persons, each counted once; no number was promised.") % counted
    if line.women_share is None or line.distance is None:
        return _("%(who)s: %(persons)s of at least %(target)s persons.") % counted
    return _(
        "%(who)s: %(persons)s of at least %(target)s persons, each counted once; "
        "women %(share)s%% (promised %(promised)s%%, distance %(distance)s points)."
    ) % {
        **counted,
        "share": number_format(line.women_share),
        "promised": line.target_share,
        "distance": ("\u2212" if line.distance < 0 else "+") + number_format(abs(line.distance)),
    }


def _groups_fact(covered: int, target: int | None) -> str:
    if target is None:
        sentence = ngettext("%(count)s group consulted.", "%(count)s groups consulted.", covered)
    else:
        sentence = ngettext(
            "%(count)s group consulted, of at least %(target)s.",
            "%(count)s groups consulted, of at least %(target)s.",
            covered,
        )
    return sentence % {"count": covered, "target": target}


def _consulted(project: Project) -> Reader[Result]:
    covered, engaged = yield from side_by_side(read_groups_covered(), read_engagement(project))
    promised = [line for line in engaged if line.target is not None]
    met = int(covered >= (project.groups_target or 1)) + sum(line.light == "green" for line in promised)
    return Result(
        number=2,
        title=_("Groups in need consulted"),
        progress=_progress(met, 1 + len(promised)) if covered else ResultProgress.OPEN,
        facts=[_groups_fact(covered, project.groups_target), *(engaged_fact(line) for line in engaged)],
        evidence=[Evidence(_("Consultation rounds and events"), reverse("consultations:public_round_list"))],
    )


def _finalised(project: Project) -> Reader[Result]:
    versions = PlanVersion.objects.filter(state__in=FINAL_STATES).select_related("plan", "announcement")
    yield from read_lists(versions)
    final = {version.plan.kind: version for version in reversed(versions)}
    final |= {version.plan.kind: version for version in versions if version.state == PlanState.IN_FORCE}
    facts, evidence = [], []
    for kind in PlanKind:
        version = final.get(kind)
        if version and version.is_published:
            address = reverse("publishing:version_public", args=[version.pk])
            evidence.append(Evidence(kind.label.capitalize(), address))
        facts.append(
            _("%(document)s: version %(number)s, %(state)s.")
            % {"document": version.plan, "number": version.number, "state": version.get_state_display()}
            if version
            else _("%(document)s: not final yet.") % {"document": kind.label.capitalize()}
        )
    return Result(
        number=3,
        title=_("Plan and monitoring strategy finalised"),
        progress=_progress(len(final), len(PlanKind)),
        facts=facts,
        evidence=evidence,
    )


def _of_the_one_in_force(acts: QuerySet[Any]) -> Reader[Any]:
    """While a version is in force its act stands in front; before, and after its period, the first there is."""
    found = acts.select_related("version").order_by("pk")
    yield [found]
    of_it = (act for act in found if act.version.state == PlanState.IN_FORCE)
    return next(of_it, None) or next(iter(found), None)


def _approved(project: Project) -> Reader[Result]:
    standing = PlanVersion.objects.filter(plan__kind=PlanKind.PLAN, state__in=ADOPTED_STATES)
    decision, order = yield from side_by_side(
        _of_the_one_in_force(CouncilDecision.objects.filter(version__in=standing)),
        _of_the_one_in_force(MayorOrder.objects.filter(version__in=standing)),
    )
    facts = [
        _("Council: decision %(decision)s of %(day)s, %(votes)s votes for.")
        % {"decision": decision, "day": short_date(decision.happened_on), "votes": decision.votes_for}
        if decision
        else _("The council has not decided yet."),
        _("Mayor: order no. %(number)s of %(day)s.") % {"number": order.number, "day": short_date(order.happened_on)}
        if order
        else _("The mayor's order has not been recorded yet."),
    ]
    if month := project.approval_month:
        facts.append(_("Promised for %(month)s.") % {"month": f"{month:%m/%Y}"})
    return Result(
        number=4,
        title=_("Approved by the Municipal Council and the Mayor"),
        progress=_progress(int(decision is not None) + int(order is not None), 2),
        facts=facts,
        evidence=[Evidence(_("Decision and order"), reverse("publishing:plan_public"))] if decision else [],
    )


def _beneficiaries_fact(project: Project) -> list[str]:
    """What was promised of the two numbers; nothing where neither was."""
    planned, base = project.beneficiaries_target, project.beneficiaries_base
    said = []
    if planned is not None and base is not None:
        both = _(
            "Final beneficiaries: about %(planned)s planned; by the municipality's count, "
            "at least %(base)s persons are in need."
        )
        said.append(both)
    elif planned is not None:
        said.append(_("Final beneficiaries: about %(planned)s planned."))
    elif base is not None:
        said.append(_("By the municipality's count, at least %(base)s persons are in need."))
    numbers = {"planned": planned, "base": base}
    shown = {
        name: number_format(number, force_grouping=True) for name, number in numbers.items() if number is not None
    }
    return [sentence % shown for sentence in said]


def _reported(project: Project) -> Reader[Result]:
    sent = YearlyReport.objects.with_proofs().filter(compulsory_sent__gt=0)
    reports = sent.order_by("period__starts_on").select_related("period")[:1]
    owed, _reports = yield from side_by_side(read_count(PlanAddressee.objects.owed()), read_lists(reports))
    report = next(iter(reports), None)
    if report is None:
        progress, fact = ResultProgress.OPEN, _("No monitoring report has been submitted yet.")
    else:
        is_complete = report.compulsory_proved >= owed
        progress = ResultProgress.REACHED if is_complete else ResultProgress.BEGUN
        fact = _("%(report)s: submitted, %(proved)s of %(owed)s proofs of receipt.") % {
            "report": report.period,
            "proved": report.compulsory_proved,
            "owed": owed,
        }
    return Result(
        number=5,
        title=_("Monitoring report of the first year submitted to the responsible authorities"),
        progress=progress,
        facts=[fact, *_beneficiaries_fact(project)],
        evidence=[Evidence(_("Yearly progress"), reverse("monitoring:progress_tables_public"))] if report else [],
    )
