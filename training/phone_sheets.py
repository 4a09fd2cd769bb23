"""The phone lists that were printed, so that anybody can find out by its code whether one is ours and still holds."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import check_codes
from core.check_codes import Issued
from training.models import PhoneSheet
from training.phone_list import PhoneList, Week, week_list
from training.printing import check_code


def issue(sheet: PhoneList) -> str:
    """Write down that the list leaves as it is now, and return its code. The same content has the same code, once."""
    code = check_code(sheet)
    row = PhoneSheet(
        code=check_codes.normalise(code),
        training_class=sheet.training_class,
        monday=sheet.week.monday,
        final=sheet.final,
    )
    PhoneSheet.objects.bulk_create([row], ignore_conflicts=True)
    return code


@check_codes.finder
def find(code: str) -> Issued | None:
    """The phone list with this code: class, week, and whether a score was corrected since. Nobody's name or average."""
    found = PhoneSheet.objects.filter(code=code).select_related("training_class").first()
    if found is None:
        return None
    week = Week(found.monday)
    days = f"{date_format(week.monday, 'j F')} – {date_format(week.friday, 'j F Y')}"
    stands = check_code(week_list(found.training_class, week)) == check_codes.shown(code)
    return Issued(
        _("Weekend phone list"),
        (f"{found.training_class.name}, {days}", _("FINAL") if found.final else _("NOT FINAL")),
        changed="" if stands else _("Scores were entered or corrected since. Print the list anew and use that one."),
    )
