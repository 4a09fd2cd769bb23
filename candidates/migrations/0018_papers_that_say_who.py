from django.db import migrations

SAY_WHO = ["ktp", "kk", "ijazah", "paspor"]


def mark(apps, schema_editor):
    apps.get_model("candidates", "DocumentKind").objects.filter(slug__in=SAY_WHO).update(says_who=True)


class Migration(migrations.Migration):
    dependencies = [("candidates", "0017_what_papers_say")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
