from django.db import migrations

FOLD = """
INSERT INTO training_scorechange
    (enrolment_id, day, criteria, before, after, by_id, at, reason)
SELECT enrolment_id, day, array_agg(criterion_id ORDER BY id), array_agg(old ORDER BY id), array_agg(new ORDER BY id),
    by_id, at, reason
FROM training_scorechange WHERE criteria IS NULL GROUP BY enrolment_id, day, by_id, at, reason ORDER BY min(id);
DELETE FROM training_scorechange WHERE criteria IS NULL;
"""
UNFOLD = """
INSERT INTO training_scorechange (enrolment_id, day, criterion_id, old, new, by_id, at, reason)
SELECT enrolment_id, day, cell.criterion_id, cell.old, cell.new, by_id, at, reason
FROM training_scorechange, unnest(criteria, before, after) AS cell (criterion_id, old, new);
DELETE FROM training_scorechange WHERE criteria IS NOT NULL;
"""


class Migration(migrations.Migration):
    """What was corrected together (one trainee, one day, one press of the button) becomes one row. Nothing is lost."""

    dependencies = [("training", "0011_room_for_a_line_of_corrections")]

    operations = [migrations.RunSQL(FOLD, UNFOLD)]
