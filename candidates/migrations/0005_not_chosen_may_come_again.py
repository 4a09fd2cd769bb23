from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("candidates", "0004_a_day_for_those_not_chosen")]

    operations = [
        migrations.AddConstraint(
            model_name="journey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_reason", "not_chosen"), _negated=True),
                    ("again_from__isnull", False),
                    _connector="OR",
                ),
                name="not_chosen_may_come_again",
                violation_error_message="Say from when the person may register again.",
            ),
        ),
    ]
