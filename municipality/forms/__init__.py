"""Forms by subject."""

from municipality.forms.calendar import CalendarCheckForm, CalendarDayForm
from municipality.forms.checked import CHECKED, plausible_check
from municipality.forms.place import (
    CouncilForm,
    CouncilStepForm,
    IdentityForm,
    MunicipalityForm,
    OfficeForm,
    OfficesForm,
    ProjectForm,
    TenureForm,
    UnitBlockForm,
    UnitForm,
)
from municipality.forms.rules import AskedForm, CheckedForm, DeadlineRuleForm, MajorityRuleForm, ThresholdForm

__all__ = [
    "CHECKED",
    "AskedForm",
    "CalendarCheckForm",
    "CalendarDayForm",
    "CheckedForm",
    "CouncilForm",
    "CouncilStepForm",
    "DeadlineRuleForm",
    "IdentityForm",
    "MajorityRuleForm",
    "MunicipalityForm",
    "OfficeForm",
    "OfficesForm",
    "ProjectForm",
    "TenureForm",
    "ThresholdForm",
    "UnitBlockForm",
    "UnitForm",
    "plausible_check",
]
