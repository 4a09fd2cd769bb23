from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    """The departure gate is kept by the database too; a plain trigger, so that nothing can switch it off."""

    dependencies = [("certificates", "0001_initial")]

    operations = [
        migrations.RunSQL(
            (SQL / "departure_gate.sql").read_text(encoding="utf-8"),
            "DROP TRIGGER departure_gate ON candidates_journey; DROP FUNCTION departure_gate();",
        ),
    ]
