import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A correction keeps a trainee's whole line of a day; the next migration folds what is on file into such lines."""

    dependencies = [("training", "0010_why_a_roll_was_changed_late")]

    operations = [
        migrations.AddField(
            "scorechange",
            "criteria",
            django.contrib.postgres.fields.ArrayField(models.BigIntegerField(), null=True, verbose_name="criteria"),
        ),
        migrations.AddField(
            "scorechange",
            "before",
            django.contrib.postgres.fields.ArrayField(
                models.DecimalField(decimal_places=2, max_digits=5), null=True, verbose_name="before"
            ),
        ),
        migrations.AddField(
            "scorechange",
            "after",
            django.contrib.postgres.fields.ArrayField(
                models.DecimalField(decimal_places=2, max_digits=5, null=True),
                help_text="Empty: the score was taken out.",
                null=True,
                verbose_name="after",
            ),
        ),
        migrations.AlterField(
            "scorechange",
            "criterion",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="training.criterion",
                verbose_name="criterion",
            ),
        ),
        migrations.AlterField(
            "scorechange",
            "old",
            models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="before"),
        ),
    ]
