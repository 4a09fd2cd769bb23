from certificates.models.certificate import Certificate, CertificateCheck
from certificates.models.exemption import DepartureOverride, Exemption
from certificates.models.requirement import Requirement

__all__ = ["Certificate", "CertificateCheck", "DepartureOverride", "Exemption", "Requirement"]
