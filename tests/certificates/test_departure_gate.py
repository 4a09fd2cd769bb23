"""The departure gate: no path leads around it, and a refusal names what is missing."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from candidates import journey as journeys
from candidates.enums import Stage
from candidates.models import Journey
from certificates import checking, exempting
from certificates.models import DepartureOverride, Exemption, Requirement
from core.integrity import violations
from core.refusal import Refused, SomebodyWasFirst
from tests.factories.candidates import JourneyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

FLIGHT = date(2026, 6, 1)


def give(journey, officer, *, number, **facts):
    facts = {"issuer": "Japan Foundation", "tested_on": date(2026, 2, 1), **facts}
    certificate = checking.claim(candidate=journey.candidate, by=officer, number=number, **facts)
    return checking.verify(certificate, by=officer, on=date(2026, 3, 1))


def give_two(journey, officer):
    give(journey, officer, number="N4A1", test="jlpt", level="N4")
    give(journey, officer, number="S1", test="skill", work_category_id="agri_crop")


def refused_by_database(action):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        action()
    return error.value.__cause__.diag.constraint_name


def test_without_proofs_the_refusal_lists_both(officer):
    journey = JourneyFactory(at="visa")
    with pytest.raises(Refused) as refusal:
        journeys.reach(journey, Stage.DEPARTED, by=officer, on=FLIGHT)
    assert [code for code in refusal.value.codes if code in {"language", "skill"}] == ["language", "skill"]
    journey.refresh_from_db()
    assert journey.departed_on is None


def test_update_raw_sql_and_bulk_create_are_refused_too(officer):
    journey = JourneyFactory(at="visa")
    rows = Journey.objects.filter(pk=journey.pk)
    assert refused_by_database(lambda: rows.update(departed_on=FLIGHT)) == "departure_gate"

    def by_hand():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE candidates_journey SET departed_on = %s WHERE id = %s", [FLIGHT, journey.pk])

    assert refused_by_database(by_hand) == "departure_gate"
    rows.update(closed_on=FLIGHT, closed_reason="withdrew")
    fresh = JourneyFactory.build(
        candidate=journey.candidate,
        programme=journey.programme,
        **{f"{name}_on": date(2026, 5, 1) for name in ("verified", "offered", "contract", "coe", "visa")},
        departed_on=FLIGHT,
    )
    assert refused_by_database(lambda: Journey.objects.bulk_create([fresh])) == "departure_gate"


def test_caregiver_with_two_proofs_still_lacks_the_third(officer):
    journey = JourneyFactory(at="visa", sector_id="caregiver")
    give(journey, officer, number="N4A2", test="jlpt", level="N3")
    give(journey, officer, number="S2", test="skill", work_category_id="nursing_care")
    assert [gap.code for gap in journeys.missing_for(journey, Stage.DEPARTED, on=FLIGHT)][:1] == ["care_language"]
    rows = Journey.objects.filter(pk=journey.pk)
    assert refused_by_database(lambda: rows.update(departed_on=FLIGHT)) == "departure_gate"
    give(journey, officer, number="C2", test="care_language")
    assert rows.update(departed_on=FLIGHT) == 1


def test_skill_of_another_work_category_does_not_count(officer):
    journey = JourneyFactory(at="visa", work_category_id="agri_livestock")
    give_two(journey, officer)
    rows = Journey.objects.filter(pk=journey.pk)
    assert refused_by_database(lambda: rows.update(departed_on=FLIGHT)) == "departure_gate"
    give(journey, officer, number="S3", test="skill", work_category_id="agri_livestock")
    assert rows.update(departed_on=FLIGHT) == 1


def test_proof_that_expired_the_day_before_does_not_count_and_on_the_day_it_does(officer):
    journey = JourneyFactory(at="visa")
    give(journey, officer, number="N4A4", test="jlpt", level="N4")
    give(journey, officer, number="S4", test="skill", work_category_id="agri_crop", expires_on=FLIGHT)
    rows = Journey.objects.filter(pk=journey.pk)
    assert refused_by_database(lambda: rows.update(departed_on=FLIGHT + timedelta(days=1))) == "departure_gate"
    assert rows.update(departed_on=FLIGHT) == 1


def test_no_requirement_on_file_is_refused(officer):
    journey = JourneyFactory(at="visa")
    give_two(journey, officer)
    Requirement.objects.all().delete()
    codes = [gap.code for gap in journeys.missing_for(journey, Stage.DEPARTED, on=FLIGHT)]
    assert "no_requirement" in codes
    rows = Journey.objects.filter(pk=journey.pk)
    assert refused_by_database(lambda: rows.update(departed_on=FLIGHT)) == "departure_gate"


def test_moving_a_departed_journey_to_a_sector_without_proofs_is_refused(officer):
    journey = JourneyFactory(at="visa")
    give_two(journey, officer)
    rows = Journey.objects.filter(pk=journey.pk)
    rows.update(departed_on=FLIGHT)
    assert refused_by_database(lambda: rows.update(sector_id="caregiver")) == "departure_gate"


def test_departure_in_the_future_is_refused(officer):
    journey = JourneyFactory(at="visa")
    give_two(journey, officer)
    tomorrow = timezone.localdate() + timedelta(days=1)
    rows = Journey.objects.filter(pk=journey.pk)
    assert refused_by_database(lambda: rows.update(departed_on=tomorrow)) == "departure_gate"


def test_override_opens_the_gate_only_when_a_second_person_confirmed_it(officer, admin2):
    journey = JourneyFactory(at="visa")
    override = DepartureOverride.objects.create(
        journey=journey, reason="Result slip lost in the post", proposed_by=officer
    )
    rows = Journey.objects.filter(pk=journey.pk)
    assert refused_by_database(lambda: rows.update(departed_on=FLIGHT)) == "departure_gate"
    override.confirmed_by = officer
    assert refused_by_database(override.save) == "override_needs_two_people"
    override.confirmed_by = admin2
    override.save()
    assert rows.update(departed_on=FLIGHT) == 1


def test_alumni_need_an_exemption_that_two_people_confirmed(officer, admin2):
    journey = JourneyFactory(at="registered", origin="alumni")
    rows = Journey.objects.filter(pk=journey.pk)
    assert refused_by_database(lambda: rows.update(departed_on=FLIGHT)) == "departure_gate"
    exemption = Exemption.objects.create(
        candidate=journey.candidate, kind="before_portal", evidence="KJS list, line 12", claimed_by=officer
    )
    with pytest.raises(Refused) as refusal:
        exempting.confirm(exemption, by=officer)
    assert refusal.value.codes == ["same_person"]
    exempting.confirm(exemption, by=admin2)
    assert rows.update(departed_on=FLIGHT) == 1


def test_last_proof_completes_the_journey_and_a_revoked_one_undoes_it(officer, admin2):
    journey = JourneyFactory(at="training")
    give(journey, officer, number="N4A5", test="jlpt", level="N4")
    journey.refresh_from_db()
    assert journey.stage == Stage.TRAINING
    skill = give(journey, officer, number="S5", test="skill", work_category_id="agri_crop")
    journey.refresh_from_db()
    assert (journey.stage, journey.qualified_on) == (Stage.QUALIFIED, date(2026, 3, 1))
    checking.revoke(skill, by=admin2, reason="number belongs to somebody else", on=date(2026, 3, 2))
    journey.refresh_from_db()
    assert (journey.stage, journey.qualified_on) == (Stage.TRAINING, None)


def test_two_officers_check_the_same_certificate_and_the_second_is_told(officer, admin2):
    journey = JourneyFactory(at="training")
    certificate = give(journey, officer, number="N4A6", test="jlpt", level="N4")
    with pytest.raises(SomebodyWasFirst) as refusal:
        checking.verify(certificate, by=admin2)
    assert str(officer) in refusal.value.sentences()[0]


def test_integrity_is_clean_after_a_rightful_departure(officer):
    journey = JourneyFactory(at="visa")
    give_two(journey, officer)
    Journey.objects.filter(pk=journey.pk).update(departed_on=FLIGHT)
    assert [line for line in violations() if "proofs" in line or "proves" in line] == []
