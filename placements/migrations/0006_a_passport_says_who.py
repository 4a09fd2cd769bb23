from django.db import migrations


def mark(apps, schema_editor):
    apps.get_model("placements", "StepKind").objects.filter(slug="passport").update(says_who=True)


class Migration(migrations.Migration):
    dependencies = [("placements", "0005_names_on_papers_of_steps")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
