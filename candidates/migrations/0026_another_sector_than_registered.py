from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("candidates", "0025_what_each_officer_checked_last")]

    operations = [
        migrations.AddField(
            model_name="journeyevent",
            name="change",
            field=models.JSONField(
                editable=False,
                help_text="What stood before and what stands since, in codes, when it is no milestone that changed.",
                null=True,
                verbose_name="change",
            ),
        ),
        migrations.AlterField(
            model_name="journeyevent",
            name="deed",
            field=models.CharField(
                choices=[
                    ("reached", "Reached"),
                    ("undone", "Undone"),
                    ("closed", "Closed"),
                    ("reopened", "Reopened"),
                    ("changed", "Sector or scheme changed"),
                ],
                max_length=10,
                verbose_name="deed",
            ),
        ),
    ]
