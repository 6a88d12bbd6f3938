from datetime import date
from typing import Any

import factory
from django.db import transaction
from factory.django import DjangoModelFactory

from operations.enums import JobState
from operations.files import store_file
from socialplan.approval.enums import Outcome
from socialplan.approval.models import Announcement, Committee, CouncilDecision, PlanAddressee, PlanDispatch
from socialplan.approval.workflow import PLAN_WORKFLOW
from socialplan.content.enums import PlanKind, PlanOrigin, PlanState
from socialplan.content.models import (
    Chapter,
    FundingLine,
    FundingSource,
    Indicator,
    IndicatorTarget,
    Measure,
    MeasureCost,
    NodeComment,
    OutlineChapter,
    Plan,
    PlanStateChange,
    PlanVersion,
    Risk,
    SpecificObjective,
    StrategicGoal,
)
from socialplan.content.services.seal import seal_version
from socialplan.drafting.models import DocumentImport
from socialplan.publishing.models import PlanReport
from tests.factories.operations import JobFactory, StoredFileFactory

BACK_ENTRY = {"is_back_entry": True, "source_document": "DEMO"}


def way_to(start: str, end: str) -> list[tuple[str, str]]:
    """The shortest way over the steps of the workflow: pairs of step and reached state."""
    ways: dict[str, list[tuple[str, str]]] = {start: []}
    queue = [start]
    while end not in ways:
        here = queue.pop(0)
        for each in PLAN_WORKFLOW:
            if here in each.sources and each.target and each.target not in ways:
                ways[each.target] = [*ways[here], (str(each.step), str(each.target))]
                queue.append(each.target)
    return ways[end]


@transaction.atomic
def put_in_state(version: PlanVersion, state: str, *, on: date | None = None) -> PlanVersion:
    """To a state without anybody's deed, by the steps, the seal and the decision that the database asks for.

    `on` is the legal date of each step.
    """
    for step, reached in way_to(version.state, state):
        if reached == PlanState.ADOPTED:
            decide(version)
            seal_version(version)
        PlanStateChange.objects.create(
            version=version, step=step, from_state=version.state, to_state=reached, happened_on=on
        )
        version.state = reached
        version.save(update_fields=["state"])
    return version


def decide(version: PlanVersion) -> CouncilDecision:
    """The decision it has, or one as the demonstration's council took it."""
    return CouncilDecision.objects.get_or_create(
        version=version,
        defaults={
            "number": f"{version.pk}/DEMO",
            "year": 2024,
            "outcome": Outcome.ADOPTED,
            "seats": 41,
            "quorum": 21,
            "present": 36,
            "votes_for": 31,
            "votes_against": 0,
            "abstained": 4,
            "did_not_vote": 1,
            "majority_rule": "default",
            "happened_on": date(2024, 5, 30),
            **BACK_ENTRY,
        },
    )[0]


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan

    kind = PlanKind.PLAN
    title_sq = "Plani Social Vendor"
    title_en = "Local Social Plan"
    first_year = 2024
    last_year = 2026


class PlanVersionFactory(DjangoModelFactory):
    """`PlanVersionFactory(state="in_force")` is sealed at once; `content=True` adds content before that."""

    class Meta:
        model = PlanVersion

    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda n: n % 30_000 + 1)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> PlanVersion:
        state = kwargs.pop("state", PlanState.DRAFTING)
        content = kwargs.pop("content", False)
        if state == PlanState.AMENDING:
            source = put_in_state(super()._create(model_class, *args, **kwargs), PlanState.AMENDED)
            kwargs |= {"plan": source.plan, "number": source.number + 1, "derived_from": source}
            kwargs |= {"origin": PlanOrigin.AMENDMENTS, "state": state}
        version: PlanVersion = super()._create(model_class, *args, **kwargs)
        if content:
            add_content(version)
        return version if state == version.state else put_in_state(version, state)


class ChapterFactory(DjangoModelFactory):
    class Meta:
        model = Chapter

    version = factory.SubFactory(PlanVersionFactory)
    code = factory.Sequence(str)
    title_sq = "Hyrje"
    title_en = "Introduction"
    body_sq = "<p>Teksti i kapitullit.</p>"
    body_en = "<p>The text of the chapter.</p>"


class NodeCommentFactory(DjangoModelFactory):
    """On a chapter of its own, unless `row` names another place."""

    class Meta:
        model = NodeComment
        exclude = ("row",)

    row = factory.SubFactory(ChapterFactory)
    version = factory.SelfAttribute("row.version")
    node_kind = "chapter"
    node_key = factory.SelfAttribute("row.key")
    text = "Kjo pjesë ka nevojë për burim."
    written_by = factory.SubFactory("tests.factories.accounts.UserFactory", role="expert")


class OutlineChapterFactory(DjangoModelFactory):
    class Meta:
        model = OutlineChapter

    kind = PlanKind.PLAN
    code = factory.Sequence(lambda n: str(n + 100))
    position = factory.Sequence(lambda n: n % 30_000)
    title_sq = factory.Sequence(lambda n: f"Kapitulli i skicës {n}")
    title_en = factory.Sequence(lambda n: f"Chapter of the outline {n}")
    hint_sq = "Çfarë hyn këtu."
    source = "DEMO"


class DocumentImportFactory(DjangoModelFactory):
    class Meta:
        model = DocumentImport

    version = factory.SubFactory(PlanVersionFactory)
    file = factory.SubFactory(StoredFileFactory, purpose="socialplan.document")
    uploaded_by = factory.SelfAttribute("file.uploaded_by")
    parts = [{"level": 1, "title": "1. Hyrje", "markup": "<p>Teksti i dokumentit.</p>"}]


class RiskFactory(DjangoModelFactory):
    class Meta:
        model = Risk

    version = factory.SubFactory(PlanVersionFactory)
    code = factory.Sequence(lambda n: f"R{n}")
    title_sq = "Mungesa e fondeve"
    title_en = "Lack of funds"


class StrategicGoalFactory(DjangoModelFactory):
    class Meta:
        model = StrategicGoal

    version = factory.SubFactory(PlanVersionFactory)
    code = factory.Sequence(lambda n: f"QS{n}")
    title_sq = "Shërbime të integruara"
    title_en = "Integrated services"


class SpecificObjectiveFactory(DjangoModelFactory):
    class Meta:
        model = SpecificObjective

    goal = factory.SubFactory(StrategicGoalFactory)
    version = factory.SelfAttribute("goal.version")
    code = factory.Sequence(lambda n: f"O{n}")
    title_sq = "Forcimi i njësisë"
    title_en = "Strengthen the unit"


class MeasureFactory(DjangoModelFactory):
    class Meta:
        model = Measure

    objective = factory.SubFactory(SpecificObjectiveFactory)
    version = factory.SelfAttribute("objective.version")
    code = factory.Sequence(lambda n: f"M{n}")
    title_sq = "Punësimi i punonjësve socialë"
    title_en = "Recruit social workers"


class FundingSourceFactory(DjangoModelFactory):
    class Meta:
        model = FundingSource
        django_get_or_create = ("code",)

    code = "MB"
    name_sq = "Buxheti i bashkisë"
    name_en = "Municipal budget"


class MeasureCostFactory(DjangoModelFactory):
    class Meta:
        model = MeasureCost

    measure = factory.SubFactory(MeasureFactory)
    version = factory.SelfAttribute("measure.version")
    year = 2024
    amount = 1_000_000


class FundingLineFactory(DjangoModelFactory):
    class Meta:
        model = FundingLine

    cost = factory.SubFactory(MeasureCostFactory)
    version = factory.SelfAttribute("cost.version")
    source = factory.SubFactory(FundingSourceFactory)
    amount = 400_000


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    objective = factory.SubFactory(SpecificObjectiveFactory)
    version = factory.SelfAttribute("objective.version")
    code = factory.Sequence(lambda n: f"T{n}")
    title_sq = "Persona të vlerësuar"
    title_en = "Persons assessed"
    unit_label = "persona"


class IndicatorTargetFactory(DjangoModelFactory):
    class Meta:
        model = IndicatorTarget

    indicator = factory.SubFactory(IndicatorFactory)
    version = factory.SelfAttribute("indicator.version")
    year = 2024
    value = 560


def publish(version: PlanVersion, state: str = PlanState.IN_FORCE) -> PlanVersion:
    """Sealed, decided, announced and in the given state, as the demonstration's dates have it."""
    decide(version)
    Announcement.objects.create(
        version=version,
        happened_on=date(2024, 6, 3),
        in_force_on=date(2024, 6, 13),
        place="Salla e njoftimeve",
        rule_code="entry_into_force",
        **BACK_ENTRY,
    )
    return put_in_state(version, state)


def add_content(version: PlanVersion) -> Measure:
    """One of each, so that the version can go to review."""
    ChapterFactory(version=version)
    objective = SpecificObjectiveFactory(goal=StrategicGoalFactory(version=version))
    measure: Measure = MeasureFactory(objective=objective)
    FundingLineFactory(cost=MeasureCostFactory(measure=measure))
    IndicatorTargetFactory(indicator=IndicatorFactory(objective=objective))
    return measure


class PlanReportFactory(DjangoModelFactory):
    """`ready=True` has its file; `job__failed=True` for one that was given up."""

    class Meta:
        model = PlanReport

    class Params:
        ready = factory.Trait(
            job=factory.SubFactory(
                JobFactory,
                state=JobState.DONE,
                result_file=factory.LazyFunction(
                    lambda: store_file(b"%PDF-1.7 a plan", "plani.pdf", uploaded_by=None, purpose="job")
                ),
            )
        )

    version = factory.SubFactory(PlanVersionFactory)
    language = "sq"
    state = "drafting"
    job = factory.SubFactory(JobFactory)


class CommitteeFactory(DjangoModelFactory):
    class Meta:
        model = Committee

    code = factory.Sequence(lambda n: f"committee-{n}")
    name_sq = factory.Sequence(lambda n: f"Komisioni {n}")
    source = "Rregullorja e Këshillit"


class PlanAddresseeFactory(DjangoModelFactory):
    class Meta:
        model = PlanAddressee

    code = factory.Sequence(lambda n: f"addressee-{n}")
    name_sq = factory.Sequence(lambda n: f"Marrësi {n}")
    source = "Ligji nr. 121/2016"


class PlanDispatchFactory(DjangoModelFactory):
    class Meta:
        model = PlanDispatch

    version = factory.SubFactory(PlanVersionFactory, state=PlanState.ADOPTED)
    addressee = factory.SubFactory(PlanAddresseeFactory)
    protocol_no = "12/DEMO"
    happened_on = date(2024, 6, 20)


def answer_needs(version: PlanVersion) -> None:
    """The version's one measure answers every need of the edition it rests on, and serves their groups."""
    measure = version.measures.get()
    for need in version.plan.assessment.needs.all():
        measure.need_links.create(version=version, need=need)
        measure.group_links.get_or_create(version=version, group=need.group)
