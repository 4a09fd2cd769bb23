from candidates.models.access import AccessLog, Export
from candidates.models.consent import Consent, ConsentText
from candidates.models.contact import ContactNote
from candidates.models.document import (
    Document,
    DocumentCheck,
    DocumentKind,
    DocumentPage,
    DocumentRule,
    ReturnReason,
)
from candidates.models.draft import RegistrationDraft
from candidates.models.family import FamilyContact
from candidates.models.importing import ImportBatch, ImportRow
from candidates.models.journey import Journey, JourneyEvent, SectorWish
from candidates.models.merging import MergeRecord
from candidates.models.person import Candidate
from candidates.models.programme import HeardFrom, Kelurahan, NikRegion, Programme, Scheme, Sector, WorkCategory
from candidates.models.resemblance import Resemblance
from candidates.models.rights import DataRequest
from candidates.models.selection import BatchEntry, ClosingReason, OpeningNotice, SelectionBatch, SelectionTest

__all__ = [
    "AccessLog",
    "BatchEntry",
    "Candidate",
    "ClosingReason",
    "Consent",
    "ConsentText",
    "ContactNote",
    "DataRequest",
    "Document",
    "DocumentCheck",
    "DocumentKind",
    "DocumentPage",
    "DocumentRule",
    "Export",
    "FamilyContact",
    "HeardFrom",
    "ImportBatch",
    "ImportRow",
    "Journey",
    "JourneyEvent",
    "Kelurahan",
    "MergeRecord",
    "NikRegion",
    "OpeningNotice",
    "Programme",
    "RegistrationDraft",
    "Resemblance",
    "ReturnReason",
    "Scheme",
    "Sector",
    "SectorWish",
    "SelectionBatch",
    "SelectionTest",
    "WorkCategory",
]
