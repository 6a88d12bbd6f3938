"""The demonstration's call of the Social Fund with one costing: invented, but for the length of the call."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accounts.models import User
from assessments.enums import BudgetCode, CallOutcome
from assessments.fund.services import close_call, save_call, save_costing, save_fund_part
from assessments.models import (
    Assessment,
    FundAttachment,
    FundCall,
    FundCosting,
    FundCriterion,
    FundPost,
    RequirementLine,
    ServiceType,
)
from municipality.enums import SourceMark
from operations.deeds import Entry
from vlora_plan.demo.data import SOURCE

ATTACHMENTS = (
    ("Vendim i këshillit bashkiak për aplikimin", "Decision of the council on the application", "Këshilli Bashkiak"),
    ("Kostimi i shërbimit", "Costing of the service", "Drejtoria e Financës"),
    ("Vlerësimi i nevojave", "Needs assessment", "Drejtoria e Shërbimeve Sociale"),
)
POSTS = (
    ("Punonjës social", "Social worker", "2", 68_000),
    ("Terapist zhvillimi", "Developmental therapist", "2", 72_000),
    ("Ndihmës", "Assistant", "3", 48_000),
)
CRITERIA = (
    ("Hendeku i provuar me shifra", "Gap shown by figures", 40),
    ("Qëndrueshmëria", "What stands afterwards", 60),
)


def write_fund(assessment: Assessment, *, actor: User, entry: Entry) -> None:
    """A call of the year before the plan, with its attachments, one costing for a day service, and its outcome."""
    call = FundCall(
        title_sq="Thirrja e Fondit Social për vitin 2024",
        title_en="Call of the Social Fund for 2024",
        opens_on=date(2023, 9, 25),
        closes_on=date(2023, 10, 25),
        applicants="Bashkitë dhe qarqet.",
        source=SOURCE,
        source_en=SOURCE,
        source_mark=SourceMark.UNVERIFIED,
    )
    day_service = ServiceType.objects.filter(code="COM-DAY")
    save_call(call, actor=actor, service_types=day_service, entry=entry)
    rows = [
        FundAttachment(call=call, order=order, name_sq=name_sq, name_en=name_en, signed_by=office, is_ready=True)
        for order, (name_sq, name_en, office) in enumerate(ATTACHMENTS, start=1)
    ]
    points = [FundCriterion(call=call, name_sq=sq, name_en=en, points=points) for sq, en, points in CRITERIA]
    costing = save_costing(_costing(call, assessment), actor=actor, entry=entry)
    posts = [
        FundPost(costing=costing, profession_sq=sq, profession_en=en, posts=Decimal(posts), gross_pay=pay)
        for sq, en, posts, pay in POSTS
    ]
    for row in (*rows, *points, *posts):
        save_fund_part(row, actor=actor, entry=entry)
    close_call(call, CallOutcome.WON, on=date(2023, 12, 20), note=SOURCE, actor=actor, entry=entry)


def _costing(call: FundCall, assessment: Assessment) -> FundCosting:
    line = RequirementLine.objects.filter(need__assessment=assessment, need__code="N16").order_by("number")[0]
    return FundCosting(
        call=call,
        line=line,
        title_sq="Qendër ditore për fëmijë me aftësi të kufizuara",
        title_en="Day centre for children with disabilities",
        beneficiaries=30,
        first_year=2024,
        first_year_months=9,
        contributions=Decimal("16.7"),
        running=1_200_000,
        transport=600_000,
        food_a_day=250,
        days=269,
        investment=2_500_000,
        price_growth=Decimal(3),
        programme=BudgetCode.SICK_AND_DISABLED,
        programme_budget=48_000_000,
        programme_year=2023,
        council_decision="VKB nr. 00/DEMO",
    )
