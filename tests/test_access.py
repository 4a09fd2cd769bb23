"""Every address × everybody. A new address is not finished before it has its row here."""

import pytest
from django.contrib import admin
from django.urls import URLPattern, get_resolver, reverse

from tests.factories.candidates import DocumentPageFactory, JourneyFactory
from tests.factories.placements import DepartureFactory, JobOrderFactory, NominationFactory, StepFactory
from tests.factories.training import (
    ClassTrainerFactory,
    DisciplineEventFactory,
    DisciplineWarningFactory,
    EnrolmentFactory,
    LeavePaperFactory,
    LeaveRequestFactory,
    RoomFactory,
    RoomStayFactory,
    SiteFactory,
    TrainingClassFactory,
)

pytestmark = pytest.mark.django_db

PEOPLE = ("visitor", "candidate_user", "trainer", "lpk", "officer", "admin2", "welfare", "leader")
CLASS = {"code": "KAI-1"}
EVENING = CLASS | {"day": "2026-08-03"}
WEEK = CLASS | {"week": "2026-W32"}
DEPARTURE = ORDER = PERSON = NOMINATION = STEP = {"pk": 1001}  # numbers that no sequence reaches
PHOTO = {"pk": 1001, "page": 1001}
ROOM = {"pk": 1001}  # and its one stay; at another site than the trainer's

# What a GET answers: 200, or 302 elsewhere, "in" = to the login, 403 or 404 = not for this person.
# The trainer teaches the class of the addresses; a trainer of another class is tested in tests/training.
PAGES = {
    # visitor, candidate, trainer, lpk, officer, admin2, welfare, leader
    "portal:home": ({}, "200 200 200 200 200 200 200 200"),
    "portal:progress": ({}, "200 200 200 200 200 200 200 200"),
    "portal:contact": ({}, "200 200 200 200 200 200 200 200"),
    "portal:report_fee": ({}, "200 200 200 200 200 200 200 200"),
    "portal:sectors": ({}, "200 200 200 200 200 200 200 200"),
    "portal:sector": ({"slug": "caregiver"}, "200 200 200 200 200 200 200 200"),
    "portal:costs": ({}, "200 200 200 200 200 200 200 200"),
    "portal:dormitory": ({}, "200 200 200 200 200 200 200 200"),
    "portal:way": ({}, "200 200 200 200 200 200 200 200"),
    "portal:questions": ({}, "200 200 200 200 200 200 200 200"),
    "portal:sitemap": ({}, "200 200 200 200 200 200 200 200"),
    "portal:robots": ({}, "200 200 200 200 200 200 200 200"),
    "portal:check": ({}, "200 200 200 200 200 200 200 200"),
    "portal:privacy": ({}, "200 200 200 200 200 200 200 200"),
    "portal:start": ({}, "in  302 302 302 302 302 302 302"),
    "portal:health": ({}, "200 200 200 200 200 200 200 200"),
    "account_login": ({}, "200 302 302 302 302 302 302 302"),
    "account_request_login_code": ({}, "200 302 302 302 302 302 302 302"),
    "account_confirm_login_code": ({}, "302 302 302 302 302 302 302 302"),
    "mfa_authenticate": ({}, "302 302 302 302 302 302 302 302"),
    "mfa_trust": ({}, "302 302 302 302 302 302 302 302"),
    "account_inactive": ({}, "200 200 200 200 200 200 200 200"),
    "account_logout": ({}, "302 200 200 200 200 200 200 200"),
    "mfa_index": ({}, "in  200 200 200 200 200 200 200"),
    "account_reauthenticate": ({}, "in  200 200 200 200 200 200 200"),
    "mfa_reauthenticate": ({}, "in  302 302 302 302 302 302 302"),
    "account_change_password": ({}, "in  200 200 200 200 200 200 200"),
    "account_set_password": ({}, "in  302 302 302 302 302 302 302"),
    "mfa_activate_totp": ({}, "in  200 200 200 200 200 200 200"),
    "mfa_deactivate_totp": ({}, "in  404 404 404 404 404 404 404"),
    "mfa_view_recovery_codes": ({}, "in  404 404 404 404 404 404 404"),
    "mfa_generate_recovery_codes": ({}, "in  200 200 200 200 200 200 200"),
    "notifications:whatsapp_webhook": ({}, "403 403 403 403 403 403 403 403"),
    "candidates:register": ({}, "200 200 200 200 200 200 200 200"),
    "candidates:register_again": ({}, "302 302 302 302 302 302 302 302"),
    "candidates:to_papers": ({}, "405 405 405 405 405 405 405 405"),
    "candidates:tell_me": ({}, "405 405 405 405 405 405 405 405"),
    "candidates:results": ({}, "200 200 200 200 200 200 200 200"),
    "candidates:step": ({"slug": "ktp"}, "200 200 200 200 200 200 200 200"),
    "candidates:check": ({}, "302 302 302 302 302 302 302 302"),
    "candidates:resume": ({}, "200 200 200 200 200 200 200 200"),
    "candidates:keep_typed": ({"slug": "ktp"}, "405 405 405 405 405 405 405 405"),
    "candidates:keep_ticks": ({}, "405 405 405 405 405 405 405 405"),
    "candidates:somebody_else": ({}, "405 405 405 405 405 405 405 405"),
    "candidates:discard": ({}, "405 405 405 405 405 405 405 405"),
    "candidates:receipt_file": ({}, "302 302 302 302 302 302 302 302"),
    "candidates:status_qr": ({}, "200 200 200 200 200 200 200 200"),
    "candidates:receipt": ({}, "302 302 302 302 302 302 302 302"),
    "candidates:status": ({}, "200 200 200 200 200 200 200 200"),
    "candidates:lost_code": ({}, "200 200 200 200 200 200 200 200"),
    "candidates:leave": ({}, "405 405 405 405 405 405 405 405"),
    "candidates:paper": ({"slug": "ktp"}, "302 302 302 302 302 302 302 302"),
    "candidates:photo": (PHOTO, "404 404 404 200 200 200 404 404"),
    "candidates:own": ({}, "in  200 404 404 404 404 404 404"),
    "candidates:password": ({}, "302 302 302 302 302 302 302 302"),
    "candidates:messages": ({}, "302 302 302 302 302 302 302 302"),
    "candidates:family": ({}, "302 302 302 302 302 302 302 302"),
    "candidates:family_forget": ({}, "405 405 405 405 405 405 405 405"),
    "candidates:data": ({}, "302 302 302 302 302 302 302 302"),
    "candidates:data_copy": ({}, "302 302 302 302 302 302 302 302"),
    "candidates:data_download": ({}, "405 405 405 405 405 405 405 405"),
    "candidates:data_ask": ({"what": "perbaikan"}, "302 302 302 302 302 302 302 302"),
    "candidates:data_withdraw": ({}, "405 405 405 405 405 405 405 405"),
    "candidates:data_take_back": ({}, "405 405 405 405 405 405 405 405"),
    "candidates:agree": ({}, "302 302 302 302 302 302 302 302"),
    "candidates:data_agree": ({}, "405 405 405 405 405 405 405 405"),
    "training:tonight?pilih": ({}, "in 404 200 200 200 200 404 404"),
    "training:evening": (EVENING, "in 404 200 200 200 200 404 404"),
    "training:completeness": ({}, "in 404 404 200 200 200 404 404"),
    "training:attention": ({}, "in  404 404 200 200 200 404 404"),
    "training:hand_overs": (CLASS, "in 404 200 200 200 200 404 404"),
    "training:end_hand_over": (CLASS | {"pk": 1001}, "in 405 405 405 405 405 405 405"),
    "training:class": (CLASS, "in  404 200 200 200 200 404 404"),
    "training:roll": (EVENING | {"kind": "bangun"}, "in 404 200 200 200 200 404 404"),
    "training:phone_list": (WEEK, "in  404 200 200 200 200 404 404"),
    "training:briefing_paper": (CLASS, "in 404 200 200 200 200 404 404"),
    "training:families": (CLASS, "in 404 200 200 200 200 404 404"),
    "training:family": (ROOM, "in 404 200 200 404 404 404 404"),
    "training:leaves": (CLASS, "in 404 200 200 200 200 404 404"),
    "training:write_leave": (CLASS, "in 404 200 200 404 404 404 404"),
    "training:approve_leave": (ROOM, "in 405 405 405 405 405 405 405"),
    "training:refuse_leave": (ROOM, "in 404 200 200 403 403 404 404"),
    "training:undo_leave": (ROOM, "in 405 405 405 405 405 405 405"),
    "training:leave_paper": (ROOM, "404 404 404 200 200 200 404 404"),
    "training:discipline": (CLASS, "in 404 200 200 200 200 404 404"),
    "training:record_event": (CLASS, "in 404 200 200 404 404 404 404"),
    "training:withdraw_event": (ROOM, "in 404 200 200 403 403 404 404"),
    "training:talks": ({}, "in 404 404 200 200 200 404 404"),
    "training:settle_talk": (ROOM, "in 404 404 200 403 403 404 404"),
    "training:reopen_talk": (ROOM, "in 405 405 405 405 405 405 405"),
    "training:own": ({}, "302 302 302 302 302 302 302 302"),
    "training:own_ask": ({}, "302 302 302 302 302 302 302 302"),
    "training:own_drop": (ROOM, "405 405 405 405 405 405 405 405"),
    "training:dormitory": ({}, "in 404 200 200 200 200 404 404"),
    "training:room": (ROOM, "in 404 404 200 200 200 404 404"),
    "training:give_bed": (ROOM, "in 404 404 200 200 200 404 404"),
    "training:give_beds": (ROOM, "in 405 405 405 405 405 405 405"),
    "training:move_bed": (ROOM, "in 404 404 200 200 200 404 404"),
    "training:leave_bed": (ROOM, "in 404 404 200 200 200 404 404"),
    "training:undo_bed": (ROOM, "in 405 405 405 405 405 405 405"),
    "training:worker": ({}, "200 200 200 200 200 200 200 200"),
    "training:offline": ({}, "200 200 200 200 200 200 200 200"),
    "training:phone_paper": (WEEK, "in 404 200 200 200 200 404 404"),
    "training:take_back": (WEEK, "in  405 405 405 405 405 405 405"),
    "training:briefing": (CLASS, "in 404 200 200 200 200 404 404"),
    "training:note": (CLASS, "in  405 405 405 405 405 405 405"),
    "training:waive": (WEEK, "in  405 405 405 405 405 405 405"),
    "training:office": ({}, "in 404 404 200 200 200 404 404"),
    "training:people": ({}, "in 404 404 200 200 200 404 404"),
    "certificates:office": ({}, "in 404 404 200 200 200 404 404"),
    "certificates:record": ({}, "in 404 404 200 200 200 404 404"),
    "placements:departure_evidence": (DEPARTURE, "in 404 404 200 200 200 404 404"),
    "placements:orders": ({}, "in 404 404 200 200 200 404 404"),
    "placements:order": (ORDER, "in 404 404 200 200 200 404 404"),
    "placements:nominate": (ORDER, "in  405 405 405 405 405 405 405"),
    "placements:result": (NOMINATION, "in 404 404 200 200 200 404 404"),
    "placements:undo_result": (NOMINATION, "in  405 405 405 405 405 405 405"),
    "placements:steps": ({}, "in 404 404 200 200 200 404 404"),
    "placements:complete_step": (STEP, "in 404 404 200 200 200 404 404"),
    "placements:undo_step": (STEP, "in  405 405 405 405 405 405 405"),
    "placements:person": (PERSON, "in 404 404 200 200 200 404 404"),
    "placements:name_in_japan": (PERSON, "in 404 404 200 200 200 404 404"),
    "placements:record_departure": (PERSON, "in 404 404 200 200 200 404 404"),
    "placements:correct_departure": (DEPARTURE, "in 404 404 200 200 200 404 404"),
    "placements:cancel_departure": (DEPARTURE, "in 404 404 200 200 200 404 404"),
    "placements:departures": ({}, "in 404 404 200 200 200 404 404"),
    "placements:messages": ({}, "in 404 404 200 200 200 404 404"),
    "placements:message_call": ({"pk": 1001}, "in  404 404 404 404 404 404 404"),
    "placements:message_do": ({"pk": 1001, "verb": "back"}, "in  405 405 405 405 405 405 405"),
    "reports:summary": ({}, "in  403 403 403 200 200 403 200"),
    "reports:download": ({"kind": "json"}, "in  403 403 403 200 200 403 200"),
    "reports:papers": ({}, "in  403 403 403 200 200 403 200"),
    "reports:paper": ({"code": "NOSUCH00"}, "in  403 403 403 404 404 403 404"),
    "reports:behind": ({"what": "pelatihan"}, "in  403 403 403 200 200 403 200"),
    "reports:people": ({}, "in  403 403 403 200 200 403 200"),
}  # fmt: skip

# The desk: what opens as a list. Candidates, trainers, LPK and leaders work on pages of their own.
NOT_AT_THE_DESK = ("candidate_user", "trainer", "lpk", "leader")
DESK = {
    # officer, admin2, welfare
    "accounts.user": "403 200 403",
    "candidates.accesslog": "403 200 403",
    "candidates.candidate": "200 200 403",
    "candidates.closingreason": "200 200 403",
    "candidates.consenttext": "200 200 403",
    "candidates.datarequest": "200 200 403",
    "candidates.export": "403 200 403",
    "candidates.documentkind": "200 200 403",
    "candidates.heardfrom": "200 200 403",
    "candidates.documentrule": "200 200 403",
    "candidates.importbatch": "200 200 403",
    "candidates.journey": "200 200 200",
    "candidates.kelurahan": "200 200 403",
    "candidates.mergerecord": "200 200 403",
    "candidates.nikregion": "200 200 403",
    "candidates.programme": "200 200 403",
    "candidates.resemblance": "200 200 403",
    "candidates.returnreason": "200 200 403",
    "candidates.scheme": "200 200 403",
    "candidates.sector": "200 200 403",
    "candidates.workcategory": "200 200 403",
    "certificates.booking": "200 200 403",
    "certificates.certificate": "200 200 403",
    "certificates.departureoverride": "200 200 403",
    "certificates.exemption": "200 200 403",
    "certificates.requirement": "200 200 403",
    "certificates.sitting": "200 200 403",
    "certificates.test": "200 200 403",
    "notifications.message": "200 200 403",
    "notifications.messagetemplate": "403 200 403",
    "notifications.reminderrule": "403 200 403",
    "placements.agency": "200 200 403",
    "placements.departure": "200 200 403",
    "placements.employer": "200 200 403",
    "placements.joborder": "200 200 403",
    "placements.nomination": "200 200 403",
    "placements.schemestep": "200 200 403",
    "placements.step": "200 200 403",
    "placements.stepkind": "200 200 403",
    "portal.deduction": "200 200 403",
    "portal.dormitoryrule": "200 200 403",
    "portal.exchangerate": "200 200 403",
    "portal.officialcost": "200 200 403",
    "portal.payfigure": "200 200 403",
    "portal.publiccontact": "200 200 403",
    "portal.question": "200 200 403",
    "portal.sectorwork": "200 200 403",
    "reports.frozenreport": "200 200 403",
    "reports.target": "200 200 403",
    "training.criterion": "200 200 403",
    "training.daywaiver": "200 200 403",
    "training.disciplineevent": "200 200 403",
    "training.disciplinekind": "200 200 403",
    "training.disciplinethreshold": "200 200 403",
    "training.disciplinewarning": "200 200 403",
    "training.duty": "200 200 403",
    "training.enrolment": "200 200 403",
    "training.evening": "200 200 403",
    "training.holiday": "200 200 403",
    "training.leaverequest": "200 200 403",
    "training.leaverule": "200 200 403",
    "training.phonerule": "200 200 403",
    "training.room": "200 200 403",
    "training.roomstay": "200 200 403",
    "training.rollcall": "200 200 403",
    "training.rollchange": "200 200 403",
    "training.scorechange": "200 200 403",
    "training.attendancechange": "200 200 403",
    "training.site": "200 200 403",
    "training.trainingclass": "200 200 403",
}


def is_of_the_clock(model) -> bool:
    """The tables of Celery's clock: for superusers, and nobody is granted them."""
    return model._meta.app_label == "django_celery_beat"


def own_addresses(patterns=None, namespace="") -> set[str]:
    """The name of every address of the portal's own; the admin's are Django's."""
    names = set()
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            names.add(f"{namespace}:{pattern.name}" if namespace else pattern.name)
        elif pattern.namespace != "admin":
            names |= own_addresses(pattern.url_patterns, pattern.namespace or namespace)
    return names


@pytest.fixture
def everybody(request):
    return {name: None if name == "visitor" else request.getfixturevalue(name) for name in PEOPLE}


@pytest.fixture
def things(reference, trainer):
    """What the addresses lead to: a class with its trainer, a nominee, a person with a step and a departure."""
    training_class = TrainingClassFactory(code=CLASS["code"])
    ClassTrainerFactory(training_class=training_class, user=trainer)
    seat = EnrolmentFactory(training_class=training_class, **ROOM)
    LeavePaperFactory(leave=LeaveRequestFactory(journey=seat.journey, **ROOM), **ROOM)
    DisciplineEventFactory(enrolment=seat, **ROOM)
    DisciplineWarningFactory(enrolment=seat, **ROOM)
    journey = JourneyFactory(at="visa", **PERSON)
    NominationFactory(journey__at="qualified", job_order=JobOrderFactory(**ORDER), **NOMINATION)
    StepFactory(journey=journey, **STEP)
    DepartureFactory(journey=journey, **DEPARTURE)
    site = SiteFactory(name="Tangerang Selatan")
    RoomStayFactory(room=RoomFactory(site=site, **ROOM), **ROOM)
    DocumentPageFactory(pk=PHOTO["page"], document__pk=PHOTO["pk"], document__candidate=journey.candidate)


def answer(client_of, client, user, address) -> str:
    response = (client_of(user) if user else client).get(address)
    return (
        "in" if response.status_code == 302 and response.url.startswith("/masuk/?next=") else str(response.status_code)
    )


def test_every_address_has_its_row():
    assert own_addresses() == {key.partition("?")[0] for key in PAGES}


def test_every_page_answers_everybody_as_the_table_says(client, client_of, everybody, things):
    found = {}
    for key, (kwargs, _row) in PAGES.items():
        name, question, query = key.partition("?")
        address = reverse(name, kwargs=kwargs) + question + query
        answers = (answer(client_of, client, user, address) for user in everybody.values())
        found[key] = " ".join(answers)
    assert found == {name: " ".join(row.split()) for name, (_kwargs, row) in PAGES.items()}


def test_every_list_of_the_desk_has_its_row():
    assert {model._meta.label_lower for model in admin.site._registry if not is_of_the_clock(model)} == set(DESK)


def test_the_lists_of_the_desk_open_for_whom_the_table_says(client_of, officer, admin2, welfare):
    found = {}
    for label in DESK:
        address = reverse("admin:{}_{}_changelist".format(*label.split(".")))
        found[label] = " ".join(str(client_of(user).get(address).status_code) for user in (officer, admin2, welfare))
    assert found == DESK


def test_nobody_else_gets_to_the_desk(client, client_of, request):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/masuk/?next=/admin/"
    for person in NOT_AT_THE_DESK:
        assert client_of(request.getfixturevalue(person)).get("/admin/", follow=True).status_code == 403, person
