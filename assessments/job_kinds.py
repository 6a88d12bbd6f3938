"""Names of the kinds of jobs; what a worker does for them stands in `assessments/tasks.py`."""

from typing import Final

PACKAGE: Final = "assessments.fund_package"
REPORT: Final = "assessments.report"
