from assessments.models.editions import Assessment, AssessmentStateChange
from assessments.models.figures import DataPoint
from assessments.models.needs import Need
from assessments.models.reference import ServiceType, TargetGroup
from assessments.models.services import AssessedService, Service

__all__ = [
    "AssessedService",
    "Assessment",
    "AssessmentStateChange",
    "DataPoint",
    "Need",
    "Service",
    "ServiceType",
    "TargetGroup",
]
