-- Classes of twenty-five for everybody who ever began the training, and one evening of scores for each.
CREATE TEMP TABLE seat AS
SELECT walk.*, (row_number() OVER (ORDER BY id) - 1) / 25 + 1 AS class, (row_number() OVER (ORDER BY id) - 1) % 25 + 1 AS number
FROM walk WHERE far >= 4;

INSERT INTO training_trainingclass (id, code, name, capacity, starts_on, ends_on, programme_id, sector_id, site_id)
SELECT class, 'UJI-' || class, 'Kelas ' || class, 25, make_date(min(year), 1, 1), make_date(min(year), 12, 31),
    min(programme_id), NULL, (SELECT min(id) FROM training_site)
FROM seat GROUP BY class;

INSERT INTO training_enrolment (id, training_class_id, journey_id, trainee_no, from_on, recorded_at)
SELECT row_number() OVER (ORDER BY class, number), class, id, number, make_date(year, 1, 1), now() FROM seat;

CREATE TEMP TABLE evening AS
SELECT max(day)::date AS day, (SELECT id FROM accounts_user WHERE email = 'sensei@demo.test') AS by
FROM generate_series((SELECT max(today) FROM walk) - 40, (SELECT max(today) FROM walk) - 30, '1 day') AS day
WHERE extract(isodow FROM day) < 6;

INSERT INTO training_evening (training_class_id, day, entered_by_id, entered_at, version, late_reason)
SELECT id, day, by, now(), 1, '' FROM training_trainingclass, evening;

INSERT INTO training_attendance (enrolment_id, day, status, entered_by_id, entered_at)
SELECT id, day, 'hadir', by, now() FROM training_enrolment, evening;

INSERT INTO training_score (enrolment_id, day, criterion_id, value, source, entered_by_id, entered_at)
SELECT enrolment.id, day, criterion.id, 60 + (enrolment.id + criterion.id * 7) % 40, 'typed', by, now()
FROM training_enrolment AS enrolment, training_criterion AS criterion, evening WHERE criterion.is_active;

-- The trainer teaches the first eight classes: the grid is measured there.
INSERT INTO training_classtrainer (training_class_id, user_id, from_on)
SELECT id, by, starts_on FROM training_trainingclass, evening WHERE id <= 8;
