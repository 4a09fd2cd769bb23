"""The lists behind the desk, in two parts: what happens every day, and what it runs by."""

from typing import Any

from django.utils.translation import gettext_lazy as _

DATA = [
    (
        _("People"),
        [
            "candidates.candidate",
            "candidates.journey",
            "candidates.importbatch",
            "candidates.datarequest",
            "candidates.resemblance",
            "candidates.mergerecord",
        ],
    ),
    (
        _("Certificates"),
        [
            "certificates.certificate",
            "certificates.sitting",
            "certificates.booking",
            "certificates.exemption",
            "certificates.departureoverride",
        ],
    ),
    (
        _("Training"),
        [
            "training.trainingclass",
            "training.enrolment",
            "training.evening",
            "training.daywaiver",
            "training.rollcall",
            "training.rollchange",
            "training.scorechange",
            "training.attendancechange",
            "training.leaverequest",
            "training.disciplineevent",
            "training.disciplinewarning",
            "training.roomstay",
        ],
    ),
    (_("Companies and interviews"), ["placements.employer", "placements.joborder", "placements.nomination"]),
    (_("Towards Japan"), ["placements.step", "placements.departure"]),
    (_("Messages"), ["notifications.message"]),
    (_("Reports"), ["reports.frozenreport"]),
]
SETTINGS = [
    (
        _("Programme and target"),
        ["candidates.programme", "reports.target", "candidates.scheme", "candidates.sector", "candidates.workcategory"],
    ),
    (
        _("What is asked for"),
        [
            "certificates.requirement",
            "certificates.test",
            "candidates.documentrule",
            "candidates.documentkind",
            "candidates.returnreason",
            "candidates.consenttext",
            "candidates.closingreason",
            "candidates.heardfrom",
        ],
    ),
    (
        _("Training"),
        [
            "training.site",
            "training.criterion",
            "training.phonerule",
            "training.leaverule",
            "training.holiday",
            "training.room",
            "training.duty",
            "training.disciplinekind",
            "training.disciplinethreshold",
        ],
    ),
    (_("Towards Japan"), ["placements.stepkind", "placements.schemestep", "placements.agency"]),
    (_("Messages"), ["notifications.messagetemplate", "notifications.reminderrule"]),
    (
        _("What the public pages say"),
        [
            "portal.publiccontact",
            "portal.question",
            "portal.sectorwork",
            "portal.payfigure",
            "portal.deduction",
            "portal.exchangerate",
            "portal.officialcost",
            "portal.dormitoryrule",
        ],
    ),
    (_("Places"), ["candidates.kelurahan", "candidates.nikregion"]),
    (_("Accounts and traces"), ["accounts.user", "candidates.accesslog", "candidates.export"]),
]


def grouped(app_list: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The lists this person may open. One that nobody has put into a group stands at the end of the settings."""
    known = {each["model"]._meta.label_lower: each for app in app_list for each in app["models"] if each["admin_url"]}
    data, settings = _groups(DATA, known), _groups(SETTINGS, known)
    if known:
        settings.append({"title": _("Other"), "tables": list(known.values())})
    return {"data": data, "settings": settings}


def _groups(plan: list[Any], known: dict[str, Any]) -> list[dict[str, Any]]:
    groups = [
        {"title": title, "tables": [known.pop(label) for label in labels if label in known]} for title, labels in plan
    ]
    return [group for group in groups if group["tables"]]
