from assessments.models.assessed_services import AssessedService
from assessments.models.editions import Assessment, AssessmentStateChange
from assessments.models.figures import DataPoint, FigureDefinition
from assessments.models.fund import (
    FundAttachment,
    FundCall,
    FundCosting,
    FundCriterion,
    FundPost,
    FundShare,
    PartOfFund,
)
from assessments.models.imports import ImportedRow, SheetImport, SheetToRead, StagedFigure
from assessments.models.needs import Need
from assessments.models.proposals import ProposedChange
from assessments.models.providers import ServiceProvider
from assessments.models.reference import ScaleStep, ServiceType, TargetGroup
from assessments.models.requirements import RequirementLine, StaffRequirement
from assessments.models.roll_ups import DirectoryFile, EditionFile, EditionRollUp, NeedPlace
from assessments.models.service_parts import PartOfService, ServiceMoney, ServiceStaff, ServiceYear
from assessments.models.services import Service

__all__ = [
    "AssessedService",
    "Assessment",
    "AssessmentStateChange",
    "DataPoint",
    "DirectoryFile",
    "EditionFile",
    "EditionRollUp",
    "FigureDefinition",
    "FundAttachment",
    "FundCall",
    "FundCosting",
    "FundCriterion",
    "FundPost",
    "FundShare",
    "ImportedRow",
    "Need",
    "NeedPlace",
    "PartOfFund",
    "PartOfService",
    "ProposedChange",
    "RequirementLine",
    "ScaleStep",
    "Service",
    "ServiceMoney",
    "ServiceProvider",
    "ServiceStaff",
    "ServiceType",
    "ServiceYear",
    "SheetImport",
    "SheetToRead",
    "StaffRequirement",
    "StagedFigure",
    "TargetGroup",
]
