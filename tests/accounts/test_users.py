import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.admin import NewUserForm
from accounts.models import User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_a_user_without_e_mail_and_phone_is_refused_in_words_a_clerk_understands():
    with pytest.raises(ValidationError) as refusal:
        User(name="Rina Contoh", password="!").full_clean()
    assert refusal.value.messages == [
        str(User._meta.constraints[0].violation_error_message),
    ]


def test_the_database_too_refuses_a_user_without_e_mail_and_phone():
    with pytest.raises(IntegrityError, match="user_has_email_phone_or_number"), transaction.atomic():
        UserFactory(email=None, phone=None)


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("email", "Ratna@demo.test", "user_email_in_small_letters"),
        ("phone", "081234567890", "user_phone_with_country_code"),
    ],
)
def test_an_address_that_login_could_not_find_is_refused(column, value, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        UserFactory(**{column: value})


def test_an_e_mail_belongs_to_one_person():
    UserFactory(email="satu@demo.test")
    with pytest.raises(IntegrityError, match="unique"), transaction.atomic():
        UserFactory(email="satu@demo.test")


def test_two_people_without_e_mail_are_two_people():
    UserFactory(email=None, phone="+6281200000001")
    UserFactory(email=None, phone="+6281200000002")
    assert User.objects.filter(email=None).count() == 2


def test_create_user_writes_the_e_mail_in_small_letters():
    assert User.objects.create_user("Ratna@Demo.Test", name="Ratna Contoh").email == "ratna@demo.test"


def test_without_a_password_nobody_can_log_in_with_one():
    assert not User.objects.create_user("ratna@demo.test", name="Ratna Contoh").has_usable_password()


def test_people_are_addressed_as_colleagues_do():
    assert str(User(name="Ratna Contoh", honorific="Bu")) == "Bu Ratna Contoh"
    assert str(User(name="Rina Contoh")) == "Rina Contoh"


def test_a_new_person_is_entered_as_people_write_addresses_and_gets_no_password():
    form = NewUserForm({"name": "Sari Contoh", "email": "Sari@Demo.Test", "phone": "0812-3456-7890", "groups": []})
    person = form.save()
    assert (person.email, person.phone) == ("sari@demo.test", "+6281234567890")
    assert not person.has_usable_password()


def test_a_new_person_with_a_phone_only_has_no_e_mail():
    person = NewUserForm({"name": "Sari Contoh", "email": "", "phone": "0812-3456-7890", "groups": []}).save()
    assert person.email is None


def test_a_phone_that_is_none_is_refused_beside_the_field():
    form = NewUserForm({"name": "Sari Contoh", "email": "", "phone": "12", "groups": []})
    assert list(form.errors) == ["phone"]
