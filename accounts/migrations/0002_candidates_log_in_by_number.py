from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="number",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="Of a candidate who chose a password on their own page.",
                max_length=20,
                null=True,
                unique=True,
                verbose_name="registration number",
            ),
        ),
        migrations.RemoveConstraint(model_name="user", name="user_has_email_or_phone"),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("email__isnull", False), ("phone__isnull", False), ("number__isnull", False), _connector="OR"
                ),
                name="user_has_email_phone_or_number",
                violation_error_message="Give an e-mail address or a phone number, so that this person can log in.",
            ),
        ),
    ]
