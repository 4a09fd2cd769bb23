from certificates.models.certificate import Certificate, CertificateCheck
from certificates.models.exemption import DepartureOverride, Exemption
from certificates.models.requirement import Requirement
from certificates.models.sitting import Booking, Sitting, Test

__all__ = [
    "Booking",
    "Certificate",
    "CertificateCheck",
    "DepartureOverride",
    "Exemption",
    "Requirement",
    "Sitting",
    "Test",
]
