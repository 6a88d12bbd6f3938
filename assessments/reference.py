"""Rows every municipality begins with: typology of decision 518/2018, groups of the project, what is counted."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from assessments.enums import DELIVERED_STEPS, ServiceLevel
from assessments.figures.catalogue import delivered_definitions
from assessments.figures.services import save_definition
from assessments.models import FigureDefinition, ScaleStep, ServiceType, TargetGroup
from assessments.services import register_group, register_service_type, save_scale_step
from municipality.enums import SourceMark

TYPOLOGY_LAW = "VKM nr. 518, datë 4.9.2018"
SCALE_SOURCE = "Metodika e vlerësimit të nevojave"
SCALE_SOURCE_EN = "Method of the needs assessment"
CARE_LAW = "Ligji nr. 121/2016, neni 6; për t'u verifikuar nga juristi"


@dataclass(frozen=True, slots=True)
class TypeRow:
    code: str
    level: ServiceLevel
    name_sq: str
    name_en: str
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class TargetGroupRow:
    code: str
    name_sq: str
    name_en: str
    is_protected: bool = False
    needs_easy_read: bool = False
    legal_basis: str = ""
    is_active: bool = True


PRE, COM, RES = ServiceLevel.PRESOCIAL, ServiceLevel.COMMUNITY, ServiceLevel.RESIDENTIAL
SERVICE_TYPES = (
    TypeRow("PRE-INFO", PRE, "Informimi dhe këshillimi", "Information and counselling"),
    TypeRow("PRE-EARLY", PRE, "Ndërhyrja e hershme", "Early intervention"),
    TypeRow("PRE-ONLINE", PRE, "Këshillimi on-line dhe me telefon", "Online and phone counselling"),
    TypeRow("COM-HOME", COM, "Shërbimi në familje", "In-home service"),
    TypeRow("COM-ALT", COM, "Shërbimi alternativ", "Alternative care"),
    TypeRow("COM-MULTI", COM, "Shërbimi multifunksional", "Multifunctional centre"),
    TypeRow("COM-DAY", COM, "Shërbimi ditor", "Day service"),
    TypeRow("COM-HALFDAY", COM, "Shërbimi gjysmëditor", "Half-day service"),
    TypeRow("COM-EM72", COM, "Shërbimi i emergjencës 72-orëshe", "72-hour emergency service"),
    TypeRow("COM-HOMELESS", COM, "Strehimi i mbrojtur për të pastrehët", "Protected accommodation for the homeless"),
    TypeRow("RES-LONG", RES, "Shërbimet rezidenciale afatgjata", "Long-term residential service"),
    TypeRow("SPEC", RES, "Shërbimet e specializuara", "Specialised services"),
    TypeRow("PRE", PRE, "Shërbim tjetër parashoqëror", "Other pre-social service", nearest="PRE-INFO"),
    TypeRow("COM-OTHER", COM, "Shërbim tjetër komunitar", "Other community service", nearest="COM-MULTI"),
    TypeRow("RES-SPEC", RES, "Strehëz e specializuar", "Specialised shelter", nearest="RES-LONG"),
)
GROUPS = (
    TargetGroupRow("RE", "Romë dhe egjiptianë", "Roma and Egyptians", is_protected=True),
    TargetGroupRow(
        "GBV",
        "Viktima/të mbijetuara të dhunës me bazë gjinore dhe trafikimit, dhe fëmijët e tyre",
        "Victims/survivors of gender-based violence and trafficking, and their children",
        is_protected=True,
    ),
    TargetGroupRow(
        "CHP",
        "Fëmijë në nevojë për mbrojtje",
        "Children in need of protection",
        is_protected=True,
        needs_easy_read=True,
    ),
    TargetGroupRow(
        "PWD", "Persona me aftësi të kufizuara", "Persons with disabilities", is_protected=True, needs_easy_read=True
    ),
    TargetGroupRow("ECO", "Grupe ekonomikisht të pafavorizuara", "Economically disadvantaged groups"),
    # the groups of the law that a municipality switches on where it has them
    *(
        TargetGroupRow(code, name_sq, name_en, is_protected=True, legal_basis=CARE_LAW, is_active=False)
        for code, name_sq, name_en in (
            ("POOR", "Familje dhe individë në varfëri", "Families and individuals in poverty"),
            ("ELD", "Të moshuar të vetmuar", "Elderly persons living alone"),
            ("HOM", "Persona të pastrehë", "Homeless persons"),
            ("RET", "Të kthyer nga migrimi", "Returnees from migration"),
            ("YCL", "Të rinj në konflikt me ligjin", "Young persons in conflict with the law"),
            ("ADD", "Persona me varësi", "Persons with addictions"),
            ("SPF", "Familje me një prind", "Single-parent families"),
        )
    ),
)


@transaction.atomic
def install_reference_rows(*, actor: User) -> None:
    """Add typology, groups and definitions of figures that are not there yet; rows that exist are left as they are."""
    present = dict(ServiceType.objects.values_list("code", "pk"))
    for order, row in enumerate(SERVICE_TYPES):
        if row.code not in present:
            service_type = ServiceType(
                code=row.code,
                level=row.level,
                name_sq=row.name_sq,
                name_en=row.name_en,
                is_official=not row.nearest,
                nearest_id=present.get(row.nearest),
                legal_basis="" if row.nearest else TYPOLOGY_LAW,
                order=order,
            )
            present[row.code] = register_service_type(service_type, actor=actor).pk
    known = set(TargetGroup.objects.values_list("code", flat=True))
    for order, group in enumerate(GROUPS):
        if group.code not in known:
            added = TargetGroup(
                code=group.code,
                name_sq=group.name_sq,
                name_en=group.name_en,
                is_protected=group.is_protected,
                needs_easy_read=group.needs_easy_read,
                legal_basis=group.legal_basis,
                is_active=group.is_active,
                order=order,
            )
            register_group(added, actor=actor)
    _install_definitions(actor=actor)
    _install_scales(actor=actor)


def _install_scales(*, actor: User) -> None:
    known = set(ScaleStep.objects.values_list("scale", "step"))
    for scale, step, name_sq, name_en, points in DELIVERED_STEPS:
        if (scale, step) not in known:
            row = ScaleStep(scale=scale, step=step, name_sq=name_sq, name_en=name_en, points=points)
            row.source, row.source_en, row.source_mark = SCALE_SOURCE, SCALE_SOURCE_EN, SourceMark.DESIGN
            save_scale_step(row, actor=actor)


def _install_definitions(*, actor: User) -> None:
    known = set(FigureDefinition.objects.values_list("code", flat=True))
    for fields in delivered_definitions():
        if fields["code"] not in known:
            save_definition(FigureDefinition(**fields), actor=actor)
