from candidates.models.access import AccessLog
from candidates.models.consent import Consent, ConsentText
from candidates.models.journey import Journey, JourneyEvent, SectorWish
from candidates.models.person import Candidate
from candidates.models.programme import Kelurahan, NikRegion, Programme, Scheme, Sector, WorkCategory

__all__ = [
    "AccessLog",
    "Candidate",
    "Consent",
    "ConsentText",
    "Journey",
    "JourneyEvent",
    "Kelurahan",
    "NikRegion",
    "Programme",
    "Scheme",
    "Sector",
    "SectorWish",
    "WorkCategory",
]
