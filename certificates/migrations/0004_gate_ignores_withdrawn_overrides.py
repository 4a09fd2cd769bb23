from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    """The gate, written anew: an override that was withdrawn no longer opens it."""

    dependencies = [("certificates", "0003_two_people_and_a_reason")]

    operations = [
        migrations.RunSQL((SQL / "departure_gate.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
