"""What came to a joined record since is told before the joining is taken back."""

from datetime import date

import pytest

from candidates.merge_since import came_since
from candidates.merging import merge, unmerge
from tests.factories import certificates, training
from tests.factories.candidates import ConsentFactory, DocumentFactory, JourneyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def test_it_is_told_with_the_person_who_will_have_it(officer):
    ended = {"closed_on": date(2026, 2, 1), "closed_reason": "withdrew"}
    rina = JourneyFactory(candidate__name="Rina Contoh", **ended).candidate
    ConsentFactory(candidate=rina)
    under_way = JourneyFactory(candidate__name="Rina Kontoh")
    twin = under_way.candidate
    record = merge(rina, twin, by=officer, reason="Datang ke loket, KTP dilihat")
    assert came_since(record) == []
    certificates.CertificateFactory(candidate=rina)
    DocumentFactory(candidate=rina)
    training.EnrolmentFactory(journey=under_way)
    told = {(since.way.label, since.person): (since.number, since.named) for since in came_since(record)}
    assert told == {
        ("certificates.Certificate.candidate", rina): (1, ("JLPT N4",)),
        ("candidates.Document.candidate", rina): (1, ("Foto KTP",)),
        ("training.Enrolment.journey", twin): (1, ()),
    }
    unmerge(record, by=officer, reason="keliru")
    under_way.refresh_from_db()
    assert (rina.certificates.count(), rina.documents.count(), twin.certificates.count()) == (1, 1, 0)
    assert (under_way.candidate, under_way.enrolments.count()) == (twin, 1)
