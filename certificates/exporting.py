"""The list of certificates as a sheet: see `candidates/exporting.py`."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from candidates.exporting import Column, Sheet, person_columns, register

CERTIFICATES = register(
    Sheet(
        slug="certificates",
        title=_("Certificates"),
        file="sertifikat",
        columns={
            **person_columns(lambda certificate: certificate.candidate),
            "test": Column(_("test"), lambda c: c.get_test_display(), width=30),
            "level": Column(_("level"), lambda c: c.level),
            "work_category": Column(_("work category"), lambda c: c.work_category or "", width=24),
            "passed": Column(_("passed"), lambda c: _("yes") if c.passed else _("no")),
            "score": Column(_("score"), lambda c: c.score),
            "issuer": Column(_("issuer"), lambda c: c.issuer, width=24),
            "certificate": Column(_("number of the certificate"), lambda c: c.number, width=24),
            "tested_on": Column(_("test day"), lambda c: c.tested_on),
            "expires_on": Column(_("valid until"), lambda c: c.expires_on),
            "state": Column(_("state"), lambda c: c.get_state_display()),
            "claimed_by": Column(_("recorded by"), lambda c: c.claimed_by or "", width=24),
            "claimed_at": Column(_("recorded"), lambda c: localdate(c.claimed_at)),
        },
        usual=["name", "test", "level", "certificate", "tested_on", "expires_on", "state"],
        related=("candidate__kelurahan", "work_category", "claimed_by"),
        candidate=lambda certificate: certificate.candidate_id,
    )
)
