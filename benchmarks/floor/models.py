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

    class Meta:
        managed = False
        db_table = "floor_registration"

    def __str__(self) -> str:
        return self.name
