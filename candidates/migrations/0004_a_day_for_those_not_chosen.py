from datetime import timedelta

from django.db import migrations


def promise_a_day(apps, schema_editor):
    """Who was not chosen before the day was kept may come back when their programme is over."""
    Journey = apps.get_model("candidates", "Journey")
    waiting = Journey.objects.filter(closed_reason="not_chosen", again_from=None).select_related("programme")
    for journey in waiting.iterator():
        journey.again_from = journey.programme.ends_on + timedelta(days=1)
        journey.save(update_fields=["again_from"])


class Migration(migrations.Migration):
    dependencies = [("candidates", "0003_registering_again")]

    operations = [migrations.RunPython(promise_a_day, migrations.RunPython.noop)]
