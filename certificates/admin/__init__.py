"""Certificates at the desk."""

from certificates.admin import certificates, exemptions, journeys, overrides, requirements, sittings

__all__ = ["certificates", "exemptions", "journeys", "overrides", "requirements", "sittings"]
