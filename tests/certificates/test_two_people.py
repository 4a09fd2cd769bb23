"""Exemptions and overrides: one person asks, another one confirms, and everybody sees it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates import journey as journeys
from candidates.enums import Stage
from certificates import exempting, overriding
from certificates.models import DepartureOverride, Exemption, Requirement
from core.integrity import violations
from core.refusal import Refused, SomebodyWasFirst
from tests.factories.accounts import UserFactory
from tests.factories.candidates import JourneyFactory
from tests.factories.certificates import DepartureOverrideFactory, ExemptionFactory, SittingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "roles")]


def url(model, deed, row):
    return reverse(f"admin:certificates_{model}_{deed}", args=[row.pk])


def journey_page(journey):
    return reverse("admin:candidates_journey_change", args=[journey.pk])


def alumnus():
    return JourneyFactory(origin="alumni")


def test_alumni_of_the_list_are_let_through_by_two_people(client_of, officer, admin2):
    journey = alumnus()
    desk = client_of(officer)
    add = reverse("admin:certificates_exemption_add")
    assert f"{add}?candidate={journey.candidate_id}&amp;kind=before_portal" in desk.get(journey_page(journey)).text
    desk.post(add, {"candidate": journey.candidate_id, "kind": "before_portal", "evidence": "Daftar KJS, baris 12"})
    exemption = Exemption.objects.get()
    assert (exemption.state, exemption.claimed_by) == ("claimed", officer)
    assert "Anda sendiri yang mencatat" in desk.post(url("exemption", "confirm", exemption)).text
    client_of(admin2).post(url("exemption", "confirm", exemption))
    exemption.refresh_from_db()
    assert (exemption.state, exemption.verified_by, exemption.proves) == ("verified", admin2, ["before_portal"])
    journeys.reach(journey, Stage.DEPARTED, by=admin2, on=journey.registered_on)
    assert journey.stage == Stage.DEPARTED
    with pytest.raises(Refused) as refusal:
        exempting.end(exemption, reason="Salah orang", by=admin2)
    assert refusal.value.codes == ["departed"]
    assert [line for line in violations() if "proofs" in line or "certificate" in line.lower()] == []


def test_the_same_exemption_is_recorded_once_and_that_is_said_beside_the_kind(client_of, officer):
    first = ExemptionFactory()
    typed = {"candidate": first.candidate_id, "kind": first.kind, "evidence": "Surat no. 12", "work_category": ""}
    response = client_of(officer).post(reverse("admin:certificates_exemption_add"), typed)
    form = response.context["adminform"].form
    assert form.errors == {"kind": ["Pengecualian ini sudah tercatat untuk orang ini."]}


def test_an_exemption_that_is_not_accepted_or_withdrawn_keeps_who_and_why(client_of, officer, admin2):
    exemption = ExemptionFactory(claimed_by=officer)
    page = client_of(officer).get(url("exemption", "change", exemption)).text
    assert (url("exemption", "confirm", exemption) in page, url("exemption", "end", exemption) in page) == (False, True)
    client_of(admin2).post(url("exemption", "end", exemption), {"reason": "Surat tidak asli"})
    exemption.refresh_from_db()
    assert (exemption.state, exemption.ended_by, exemption.end_reason) == ("refused", admin2, "Surat tidak asli")
    with pytest.raises(SomebodyWasFirst):
        exempting.confirm(exemption, by=UserFactory())


def test_an_override_is_proposed_by_an_officer_and_confirmed_by_the_second_signature(client_of, officer, admin2):
    journey = JourneyFactory(at="visa")
    propose = reverse("admin:certificates_departureoverride_propose", args=[journey.pk])
    desk = client_of(officer)
    assert propose in desk.get(journey_page(journey)).text
    desk.post(propose, {"reason": "Lembar hasil hilang di pos"})
    override = DepartureOverride.objects.get()
    confirm = url("departureoverride", "confirm", override)
    assert desk.get(confirm).status_code == 403
    assert "Izin khusus diajukan" in desk.get(journey_page(journey)).text
    client_of(admin2).post(confirm)
    override.refresh_from_db()
    assert (override.proposed_by, override.confirmed_by) == (officer, admin2)
    assert "Izin khusus</span>" in desk.get(journey_page(journey)).text
    assert "Izin khusus</span>" in desk.get(reverse("admin:candidates_journey_changelist")).text


def test_the_second_signature_does_not_confirm_their_own_proposal(client_of, admin2):
    override = DepartureOverrideFactory(proposed_by=admin2)
    page = client_of(admin2).post(url("departureoverride", "confirm", override)).text
    assert "Anda sendiri yang mengajukan" in page
    override.refresh_from_db()
    assert override.confirmed_by is None


def test_an_override_is_not_proposed_twice_nor_for_alumni(officer, admin2):
    override = DepartureOverrideFactory()
    with pytest.raises(SomebodyWasFirst):
        overriding.propose(override.journey, reason="Sekali lagi", by=officer)
    with pytest.raises(Refused) as refusal:
        overriding.propose(alumnus(), reason="Sudah lama di sana", by=officer)
    assert refusal.value.codes == ["alumni"]


def test_a_withdrawn_override_opens_nothing_and_another_may_be_proposed(client_of, officer, admin2):
    override = DepartureOverrideFactory(proposed_by=officer)
    overriding.confirm(override, by=admin2)
    client_of(officer).post(url("departureoverride", "withdraw", override), {"reason": "Hasilnya ketemu"})
    override.refresh_from_db()
    assert (override.withdrawn_by, override.withdraw_reason) == (officer, "Hasilnya ketemu")
    gaps = journeys.missing_for(override.journey, Stage.DEPARTED)
    assert {"language", "skill"} <= {gap.code for gap in gaps}
    assert overriding.propose(override.journey, reason="Hilang lagi", by=officer).pk != override.pk


def test_lists_ask_no_more_for_three_rows_than_for_one(client_of, admin2):
    lists = [
        reverse(f"admin:certificates_{name}_changelist") for name in ("certificate", "exemption", "departureoverride")
    ]
    desk, counted = client_of(admin2), {}
    for number in (1, 2):
        for _ in range(number):
            ExemptionFactory()
            DepartureOverrideFactory()
        for address in lists:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                desk.get(address)
            counted.setdefault(address, []).append(len(queries))
    assert all(first == second for first, second in counted.values()), counted


def test_rules_and_sittings_are_edited_and_saved_while_certificates_are_only_read(client_of, superuser):
    desk = client_of(superuser)
    rows = [Requirement.objects.first(), SittingFactory(), ExemptionFactory()]
    pages = [desk.get(reverse(f"admin:certificates_{row._meta.model_name}_change", args=[row.pk])).text for row in rows]
    assert ['name="_save"' in page for page in pages] == [True, True, False]
