-- Certificates, and departures through the gate. Job orders and the steps of the papers are left out: no bar reads them.
INSERT INTO certificates_certificate (candidate_id, test, issuer, number, level, score, passed, tested_on, expires_on,
    state, proves, proves_from, proves_until, claimed_at, work_category_id)
SELECT walk.id, test, issuer, 'UJI-' || walk.id, '', score, true, registered_on, NULL,
    'verified', ARRAY[proof], registered_on, NULL, now(), CASE test WHEN 'skill' THEN category END
FROM walk CROSS JOIN LATERAL (VALUES
    ('jft_basic', 'Japan Foundation', 220, 'language'),
    ('skill', 'MHLW', NULL, 'skill:' || category),
    ('care_language', 'MHLW Kaigo', NULL, 'care_language')) AS paper (test, issuer, score, proof)
WHERE far >= 5 AND (test <> 'care_language' OR sector = 'caregiver');

INSERT INTO certificates_certificatecheck (certificate_id, method, outcome, reason, by_id, "on", at)
SELECT certificate.id, 'original', 'verified', '', officer.id, tested_on, now()
FROM certificates_certificate AS certificate, accounts_user AS officer WHERE officer.email = 'disnaker@demo.test';

UPDATE candidates_journey AS journey SET departed_on = least(walk.registered_on + 59, walk.today),
    arrived_on = CASE WHEN far >= 11 THEN least(walk.registered_on + 60, walk.today) END,
    returned_on = CASE WHEN far = 12 THEN walk.today END
FROM walk WHERE walk.id = journey.id AND far >= 10;

INSERT INTO placements_departure (journey_id, flight_no, flight_on, evidence, evidence_type, recorded_by_id, recorded_at,
    confirmed_by_id, confirmed_at, cancel_reason)
SELECT id, 'GA 874', departed_on, 'uji.pdf', 'application/pdf', officer, now(), second, now(), ''
FROM candidates_journey,
    (SELECT max(id) FILTER (WHERE email = 'disnaker@demo.test') AS officer,
        max(id) FILTER (WHERE email = 'kabid@demo.test') AS second FROM accounts_user) AS office
WHERE departed_on IS NOT NULL;

-- Rina looks at her own page while she is in training.
UPDATE candidates_candidate SET user_id = (SELECT id FROM accounts_user WHERE email = 'rina@demo.test')
WHERE id = (SELECT min(id) FROM walk WHERE far = 4);

-- The ledger: a row for each milestone that stands, the first one by the person, the others by an officer.
INSERT INTO candidates_journeyevent (journey_id, deed, stage, "on", reason, at, by_id)
SELECT journey.id, CASE step.stage WHEN 'closed' THEN 'closed' ELSE 'reached' END, step.stage, day, '',
    day + time '09:00' AT TIME ZONE 'Asia/Jakarta', CASE WHEN step.stage <> 'registered' THEN officer END
FROM candidates_journey AS journey CROSS JOIN LATERAL (VALUES
    ('registered', registered_on), ('verified', verified_on), ('reserve', reserved_on), ('selected', selected_on),
    ('training', training_on), ('qualified', qualified_on), ('offered', offered_on), ('contract', contract_on),
    ('coe', coe_on), ('visa', visa_on), ('departed', departed_on), ('arrived', arrived_on), ('returned', returned_on),
    ('closed', closed_on)) AS step (stage, day),
    (SELECT id AS officer FROM accounts_user WHERE email = 'disnaker@demo.test') AS office
WHERE day IS NOT NULL;
