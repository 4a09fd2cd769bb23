"""Whatever two records hold: joined and parted again gives every row back."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from candidates import merge_plan, merge_ways
from candidates.enums import Purpose, RequestKind
from candidates.merging import merge, unmerge
from candidates.models import (
    AccessLog,
    Document,
    SectorWish,
)
from candidates.telling import key_of
from core.refusal import Refused
from notifications.queueing import queue_message
from tests.departures import flown  # noqa: F401
from tests.factories import certificates, placements, training
from tests.factories.candidates import (
    ConsentFactory,
    DataRequestFactory,
    DocumentFactory,
    DocumentPageFactory,
    JourneyFactory,
    SelectionTestFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
SAW = "Datang ke loket, KTP dilihat"

OWN_APPS = {"accounts", "notifications", "candidates", "certificates", "training", "placements"}
LEDGERS = ("AccessLog", "JourneyEvent", "MergeRecord", "CandidateHistory", "Resemblance", "ResemblanceHistory")


def tables():
    """Those that have a way, and those that hang below them."""
    known = {way.model for way in merge_ways.ways()}
    below = {
        model
        for model in apps.get_models()
        if any(field.is_relation and field.related_model in known for field in model._meta.concrete_fields)
    }
    own = {model for model in known | below if model._meta.app_label in OWN_APPS}
    return [model for model in own if model.__name__ not in LEDGERS]


def rows():
    """All that is stored, except when a record was compared."""
    return {
        (model._meta.label, row["pk"]): {name: value for name, value in row.items() if name != "compared_at"}
        for model in tables()
        for row in model._base_manager.values("pk", *[field.attname for field in model._meta.concrete_fields])
    }


FILL = {
    "paper": lambda j, n, by: Document.objects.filter(candidate=j.candidate, kind="ktp").exists()
    or DocumentPageFactory(document=DocumentFactory(candidate=j.candidate, sent_at=timezone.now() - timedelta(days=n))),
    "family card": lambda j, n, by: DocumentFactory(candidate=j.candidate, kind_id=["kk", "ijazah", "akta"][n % 2]),
    "agreed": lambda j, n, by: ConsentFactory(candidate=j.candidate, purpose=Purpose.MESSAGES, given_at=ago(n)),
    "withdrawn": lambda j, n, by: ConsentFactory(
        candidate=j.candidate, purpose=Purpose.MESSAGES, given_at=ago(9), withdrawn_at=ago(n)
    ),
    "certificate": lambda j, n, by: certificates.CertificateFactory(candidate=j.candidate),
    "exemption": lambda j, n, by: certificates.ExemptionFactory(candidate=j.candidate),
    "booking": lambda j, n, by: certificates.BookingFactory(candidate=j.candidate, sitting=sitting()),
    "request": lambda j, n, by: DataRequestFactory(
        candidate=j.candidate, kind=RequestKind.COPY, state="fulfilled", decided_at=timezone.now(), decided_by=by
    ),
    "test": lambda j, n, by: SelectionTestFactory(journey=j, on=date(2026, 11, 1 + n)),
    "wish": lambda j, n, by: SectorWish.objects.get_or_create(journey=j, rank=1, sector_id="agriculture"),
    "message": lambda j, n, by: queue_message(
        template="verified", person_key=key_of(j.candidate), name="R", address="+6281200000001", context={"link": "x"},
        due_on=date(2026, 11, 1 + n), about="",
    ),
    "class": lambda j, n, by: j.enrolments.exists() or training.AttendanceFactory(
        enrolment=training.EnrolmentFactory(journey=j, from_on=date(2026, 6, 1), to_on=date(2026, 6, 9))
    ),
    "company": lambda j, n, by: j.nominations.exists() or placements.NominationFactory(journey=j),
    "step": lambda j, n, by: placements.StepFactory(journey=j),
    "look": lambda j, n, by: AccessLog.objects.create(candidate=j.candidate, by=by, what="record"),
}  # fmt: skip


def ago(days):
    return timezone.now() - timedelta(days=days)


def sitting():
    return certificates.Sitting.objects.first() or certificates.SittingFactory()


def fill(journey, wanted, by):
    for what, number in wanted:
        try:
            with transaction.atomic():
                FILL[what](journey, number, by)
        except Exception as error:  # what a person can have once is drawn twice
            assert "unique" in str(error), error


some_rows = st.lists(st.tuples(st.sampled_from(sorted(FILL)), st.integers(0, 8)), max_size=7)
stages = st.sampled_from(["registered", "verified", "selected", "training", "visa"])
closed = st.booleans()


@settings(max_examples=12, phases=[Phase.explicit, Phase.reuse, Phase.generate], deadline=None)
@given(
    mine=some_rows, theirs=some_rows, at=stages, mine_closed=closed, theirs_closed=closed,
    take=st.sets(st.sampled_from(sorted(merge_plan.CHOICES))),
)  # fmt: skip
def test_together_and_apart_again_gives_every_row_back(mine, theirs, at, mine_closed, theirs_closed, take):
    point, officer = transaction.savepoint(), certificates.UserFactory()
    try:
        one = JourneyFactory(at=at, **over(mine_closed))
        other = JourneyFactory(candidate__name="Rina Lain", candidate__sex="L", **over(theirs_closed))
        fill(one, mine, officer)
        fill(other, theirs, officer)
        before = rows()
        try:
            record = merge(one.candidate, other.candidate, by=officer, reason=SAW, take=take)
        except Refused as refusal:
            assert set(refusal.codes) <= {"both_under_way", "two_classes", "bed_of_the_other_sex"}
            assert rows() == before
            return
        together = {key for key in rows() if key not in before}
        assert together == set()
        assert not other.candidate.journeys.exists()
        unmerge(record, by=officer, reason="keliru")
        assert rows() == before
    finally:
        transaction.savepoint_rollback(point)


def over(is_closed):
    return {"closed_on": date(2026, 4, 1), "closed_reason": "withdrew"} if is_closed else {}
