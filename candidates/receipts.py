"""The receipt on paper, for the phone and for the counter."""

import io
from collections.abc import Sequence
from pathlib import Path

import segno
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidates import receipt_codes
from candidates.models import Journey
from core import check_codes, pdf

PAGE = Path(__file__).parent / "print" / "receipt.typ"


def qr(address: str = "") -> bytes:
    """An address as an SVG: of the status page without number and code, so that a photo of it opens nothing."""
    out = io.BytesIO()
    segno.make(address or f"{settings.PUBLIC_URL}/status/", error="m").save(
        out, kind="svg", scale=4, border=4, xmldecl=False
    )
    return out.getvalue()


def as_pdf(
    journey: Journey, *, code: str, with_name: bool = False, typed_by: object = None, agreed: Sequence[str] = ()
) -> bytes:
    """Number, code and what comes next on one sheet. Without a code for who has theirs already: then no name either,
    unless an officer prints it (`with_name`). `typed_by`: who filled in the form at the counter;
    `agreed`: what the person agreed to there, to be signed.
    """
    name = journey.candidate.name if code or with_name else ""
    check = receipt_codes.code_of(journey.registration_no)
    words = _("Keep this number and this code, a photo will do. Give the code to nobody; officers will not ask for it.")
    data = {
        "title": _("Registration received"),
        "ribbon": _("Example data, not real data") if settings.DEMO else "",
        "rows": _rows(journey, name, code, typed_by),
        "words": words,
        "agreed": list(agreed),
        "agreed_words": _("Agreed to at the counter:"),
        "signature": _("Signature of the person:"),
        "qr": qr().decode(),
        "address": f"{settings.PUBLIC_URL}/status/",
        "qr_words": _("Your own page: open this address, then type number and code."),
        "check": check_codes.invitation(check) if check else "",
        "check_qr": qr(check_codes.address(check)).decode(),
        "free": _("Registering is free of charge. Somebody asks for money? Tell Disnaker."),
        "office": "Disnakertrans Kota Serang",
    }
    return pdf.render(PAGE, data)


def _rows(journey: Journey, name: str, code: str, typed_by: object) -> list[tuple[str, str, bool]]:
    """What is known. The last of each: whether it is what one types later, and so printed large."""
    rows = [
        (_("Name"), name, False),
        (_("Registration number"), journey.registration_no, True),
        (_("Access code"), code or _("The one you already have."), bool(code)),
        (_("Work"), str(journey.sector), False),
        (_("Registered"), date_format(journey.registered_on), False),
        (_("Typed at the counter by"), str(typed_by or ""), False),
    ]
    return [row for row in rows if row[1]]
