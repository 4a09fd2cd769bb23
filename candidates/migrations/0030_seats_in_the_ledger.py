from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("candidates", "0029_which_list_was_taken_away")]

    operations = [
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
                    ("seated", "Placed into another class"),
                    ("unseated", "Place in another class taken back"),
                    ("left", "Seat in the class ended"),
                    ("stayed", "Sits in the class after all"),
                ],
                max_length=10,
                verbose_name="deed",
            ),
        ),
    ]
