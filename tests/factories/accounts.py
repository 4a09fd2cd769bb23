import functools

import factory
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.models import User
from accounts.roles import Role

PASSWORD = "kata-sandi-contoh"
AT_THE_DESK = {Role.DISNAKER_OFFICER, Role.DISNAKER_ADMIN, Role.WELFARE_OFFICER}


@functools.cache
def password_hash() -> str:
    """One hash for everybody: making one takes longer than most tests."""
    return make_password(PASSWORD)


class UserFactory(factory.django.DjangoModelFactory):
    """`UserFactory(role=Role.TRAINER)`; the password is `PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Orang Contoh {n}")
    email = factory.Sequence(lambda n: f"orang{n}@demo.test")
    password = factory.LazyFunction(password_hash)

    @factory.post_generation
    def role(self, create, role, **kwargs):
        if not role:
            return
        self.groups.add(Group.objects.get_or_create(name=role)[0])
        if role in AT_THE_DESK:
            self.is_staff = True
            self.save(update_fields=["is_staff"])
