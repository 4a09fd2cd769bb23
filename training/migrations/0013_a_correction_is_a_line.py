import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Every correction is a line now; the columns of a single score go."""

    dependencies = [("training", "0012_fold_corrections_into_lines")]

    operations = [
        migrations.RemoveField("scorechange", "criterion"),
        migrations.RemoveField("scorechange", "old"),
        migrations.RemoveField("scorechange", "new"),
        migrations.AlterField(
            "scorechange",
            "criteria",
            django.contrib.postgres.fields.ArrayField(models.BigIntegerField(), verbose_name="criteria"),
        ),
        migrations.AlterField(
            "scorechange",
            "before",
            django.contrib.postgres.fields.ArrayField(
                models.DecimalField(decimal_places=2, max_digits=5), verbose_name="before"
            ),
        ),
        migrations.AlterField(
            "scorechange",
            "after",
            django.contrib.postgres.fields.ArrayField(
                models.DecimalField(decimal_places=2, max_digits=5, null=True),
                help_text="Empty: the score was taken out.",
                verbose_name="after",
            ),
        ),
        migrations.AddConstraint(
            "scorechange",
            models.CheckConstraint(
                condition=models.Q(
                    ("after__len", models.F("criteria__len")),
                    ("before__len", models.F("criteria__len")),
                    ("criteria__len__gt", 0),
                ),
                name="score_change_has_both_values",
                violation_error_message="A correction says of each criterion what stood there before and after.",
            ),
        ),
    ]
