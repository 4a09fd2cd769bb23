"""Who may do what with people and journeys. Which rows a person sees is `Journey.objects.visible_to`.

Checking and selecting is Disnaker's alone. LPK officers look; they work at /lpk/.
"""

LOOK = [
    "candidates.view_candidate",
    "candidates.view_journey",
    "candidates.view_journeyevent",
    "candidates.view_consent",
    "candidates.view_sectorwish",
    "candidates.view_contactnote",
]
TABLES = (
    "programme",
    "scheme",
    "sector",
    "workcategory",
    "kelurahan",
    "nikregion",
    "consenttext",
    "closingreason",
    "heardfrom",
    "documentkind",
    "documentrule",
    "returnreason",
)
LOOK_UP = [f"candidates.view_{table}" for table in TABLES]
WORK = [
    "candidates.change_candidate",
    "candidates.register_walk_in",
    "candidates.verify_journey",
    "candidates.add_contactnote",
    "candidates.check_document",
    "candidates.compare_people",
    "candidates.view_mergerecord",
    "candidates.view_resemblance",
    "candidates.select_journey",
    "candidates.close_journey",
    "candidates.view_datarequest",
    "candidates.answer_datarequest",
    "candidates.export_journey",
    "candidates.import_candidates",
    "candidates.view_importbatch",
]
TABLES_OF_THE_ADMIN = [
    *(f"candidates.{deed}_{table}" for table in TABLES if table != "consenttext" for deed in ("add", "change")),
    "candidates.add_consenttext",
    "candidates.change_consenttext",
    "candidates.view_accesslog",
    "candidates.view_export",
    "candidates.export_whole",
]

GRANTS = {
    "lpk_officer": LOOK,
    "disnaker_officer": [*LOOK, *LOOK_UP, *WORK],
    "disnaker_admin": [*LOOK, *LOOK_UP, *WORK, *TABLES_OF_THE_ADMIN],
    "welfare_officer": ["candidates.view_journey"],  # of those who have departed: see Journey.visible_to
}
