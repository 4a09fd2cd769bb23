from django.db import migrations


class Migration(migrations.Migration):
    """Registration numbers come from a sequence: no two requests ever get the same one."""

    dependencies = [("candidates", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE candidates_registration_seq", "DROP SEQUENCE candidates_registration_seq"),
    ]
