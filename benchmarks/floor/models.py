from django.db import models


class Registration(models.Model):
    """As bare as a registration can be. The table is made by `benchmarks/sql/`, with a row for everybody."""

    nik = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=120)
    birth_date = models.DateField()
    sex = models.CharField(max_length=1)
    phone = models.CharField(max_length=16)
    kelurahan = models.CharField(max_length=13)
    sector = models.CharField(max_length=30)
    # What the portal asks besides; a form that leaves them empty carries them all the same.
    wish_2 = models.CharField(max_length=30, blank=True)
    wish_3 = models.CharField(max_length=30, blank=True)
    scheme = models.CharField(max_length=30, blank=True)
    education = models.CharField(max_length=20, blank=True)
    occupation = models.CharField(max_length=80, blank=True)
    heard_from = models.CharField(max_length=30, blank=True)
    marital_status = models.CharField(max_length=20, blank=True)
    was_trainee = models.CharField(max_length=3, blank=True)
    address_outside = models.CharField(max_length=200, blank=True)
    guardian = models.CharField(max_length=20, blank=True)
    guardian_name = models.CharField(max_length=120, blank=True)
    guardian_phone = models.CharField(max_length=16, blank=True)

    class Meta:
        managed = False
        db_table = "floor_registration"

    def __str__(self) -> str:
        return self.name
