"""The selection tests on a journey's page: when, how it went, who wrote it down, and what stood there before."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from candidates.admin_panels import register_panel
from candidates.enums import Attendance
from candidates.models import Journey
from core import history

KINDS = {Attendance.PRESENT: "done", Attendance.ABSENT: "returned", Attendance.EXCUSED: "quiet"}


@register_panel
def tests_panel(journey: Journey, request: HttpRequest) -> str:
    if not request.user.has_perm("candidates.select_journey"):
        return ""
    tests = journey.tests.select_related("recorded_by")
    rows = [(test, KINDS.get(Attendance(test.attendance)) if test.attendance else "waiting") for test in tests]
    context = {"rows": [(test, kind, history.changes(test)) for test, kind in rows]}
    return render_to_string("admin/candidates/tests_panel.html", context, request=request) if rows else ""
