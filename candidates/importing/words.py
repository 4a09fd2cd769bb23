"""What each code means, in a sentence that says what to do."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.importing.places import Places

SENTENCES: dict[str, Promise] = {
    "name_missing": gettext_lazy("The name is missing. Write it as on the KTP."),
    "nik_missing": gettext_lazy("The NIK is missing. It is on the KTP and on the KK."),
    "nik_length": gettext_lazy("The NIK does not have 16 digits. Compare with the KTP or KK."),
    "nik_format": gettext_lazy("The NIK has signs that are no digits. Type the 16 digits from the KTP."),
    "nik_precision_lost": gettext_lazy(
        "Excel has changed the end of this NIK. Type it from the KTP; in Excel, make the column “Text” first."
    ),
    "nik_region": gettext_lazy("There is no province with the first two digits of this NIK. Compare with the KTP."),
    "nik_birth_date": gettext_lazy("The birth date inside the NIK does not exist. Compare with the KTP."),
    "nik_serial": gettext_lazy("A NIK never ends in 0000. Compare with the KTP."),
    "nik_dob_mismatch": gettext_lazy("The birth date is not the one inside the NIK. Check both against the KTP."),
    "nik_sex_mismatch": gettext_lazy("Man or woman: the NIK says otherwise. Check both against the KTP."),
    "dob_unparseable": gettext_lazy("The birth date cannot be read. Write it like 5 May 2004 or 05-05-2004."),
    "phone_missing": gettext_lazy("The phone number is missing."),
    "phone_invalid": gettext_lazy("The phone number is not right yet. Example: 0812-3456-7890."),
    "phone_not_mobile": gettext_lazy("This looks like a landline. We need a mobile number. Example: 0812-3456-7890."),
    "kelurahan_missing": gettext_lazy("The kelurahan is missing."),
    "kelurahan_unknown": gettext_lazy("There is no kelurahan of this name in Kota Serang. Check the spelling."),
    "kelurahan_ambiguous": gettext_lazy("This kelurahan exists in two kecamatan. Write the kecamatan too."),
    "outside_kota_serang": gettext_lazy(
        "The address is outside Kota Serang. If the KTP says so, the person can register at the counter."
    ),
    "duplicate_in_file": gettext_lazy("This NIK stands in the list more than once; the first row counts."),
    "duplicate_registered": gettext_lazy("This NIK is already registered. Nothing needs to be done."),
    "under_18_guardian_consent": gettext_lazy("Under 18: a parent or guardian has to agree."),
    "phone_multiple": gettext_lazy("Several phone numbers: the first mobile number is taken."),
    "sector_unknown": gettext_lazy("The sector was not understood; it is asked later."),
    "sector_multiple": gettext_lazy("Several sectors: the first one counts as first wish."),
    "sex_derived_from_nik": gettext_lazy("Man or woman: taken from the NIK."),
    "dob_derived_from_nik": gettext_lazy("Birth date: taken from the NIK."),
    "region_unknown": gettext_lazy("The region of the NIK is not on the list; codes change. Compare with the KTP."),
}

FROM: dict[tuple[str, str], Promise] = {
    ("kelurahan", "sheet"): gettext_lazy("Kelurahan: taken from the name of the sheet."),
    ("kelurahan", "title"): gettext_lazy("Kelurahan: taken from the title above the list."),
    ("kelurahan", "group"): gettext_lazy("Kelurahan: taken from the heading above this group."),
    ("kecamatan", "sheet"): gettext_lazy("Kecamatan: taken from the name of the sheet."),
    ("kecamatan", "title"): gettext_lazy("Kecamatan: taken from the title above the list."),
    ("kecamatan", "group"): gettext_lazy("Kecamatan: taken from the heading above this group."),
}


def origins(values: Mapping[str, Any]) -> list[str]:
    """Where a kelurahan or kecamatan comes from that does not stand in the row itself."""
    return [str(words) for (name, where), words in FROM.items() if values.get(f"{name}_from") == where]


def sentences(codes: Iterable[str]) -> list[str]:
    return [str(SENTENCES[code]) for code in codes]


def maybe(places: Places, said: str) -> str:
    """The kelurahan that a wrong spelling may mean, as a question; empty when none is near."""
    near = places.close_to(said)
    return _("Perhaps %(name)s?") % {"name": near} if near else ""
