"""The way to Japan in seven steps, as a visitor reads it. No durations yet: too few people have gone it here."""

from typing import Any

from django.utils.translation import gettext_lazy as _

STEPS = [
    (_("Register"), _("10 minutes, by phone or at the Disnaker counter")),
    (_("Papers are checked"), _("we promise three working days")),
    (_("Selection"), _("test and interview, announced here")),
    (_("Training in the dormitory, language and skill exams"), _("phones are kept from Monday to Friday")),
    (_("A company in Japan chooses"), _("an interview for a job order")),
    (_("Contract, COE and visa"), _("papers of both countries")),
    (_("Departure"), _("counted only after a second person has checked it")),
]


def rows() -> list[dict[str, Any]]:
    """For components/journey_line.html: nobody has walked any of it yet, so all lie ahead."""
    return [
        {"state": "later", "number": number, "title": title, "note": note}
        for number, (title, note) in enumerate(STEPS, start=1)
    ]
