"""Names of the kinds of jobs; what a worker does for them stands in `consultations/tasks.py`."""

from typing import Final

REPORT: Final = "consultations.report"
PAPER: Final = "consultations.paper_form"
ATTENDANCE: Final = "consultations.attendance_sheet"
