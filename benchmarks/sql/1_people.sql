-- People and their journeys. The number of people stands in the setting bench.people.
-- Everything follows from a person's number, so that two machines make the same rows.
SET synchronous_commit = off;

INSERT INTO candidates_programme (year, opens_on, closes_on, test_on, test_place, ends_on, keep_months)
SELECT year, make_date(year, 1, 5), make_date(year, 12, 12), NULL, '', make_date(year, 12, 31), 12
FROM (SELECT extract(year FROM now() AT TIME ZONE 'Asia/Jakarta')::int AS year) AS this
ON CONFLICT (year) DO NOTHING;

CREATE TEMP TABLE plan AS
SELECT n AS id, people, today, programme.id AS programme_id, programme.year,
    start + ((today - start) * n / people)::int AS registered_on,
    date '1996-01-01' + (n % 3650)::int AS birth_date,
    CASE WHEN n % 2 = 0 THEN 'P' ELSE 'L' END AS sex,
    n * 7919 % 1000 AS share
FROM (SELECT current_setting('bench.people')::bigint AS people, (now() AT TIME ZONE 'Asia/Jakarta')::date AS today) AS given
CROSS JOIN LATERAL (SELECT id, year, least(make_date(year, 1, 5), today) AS start FROM candidates_programme
    WHERE year = extract(year FROM today)) AS programme
CROSS JOIN LATERAL generate_series(1::bigint, people) AS n;

INSERT INTO candidates_candidate (id, nik, nik_differs, name, birth_date, sex, phone, address_outside, access_code,
    created_at, kelurahan_id)
SELECT plan.id,
    '36730' || (1 + id % 6) || lpad((extract(day FROM birth_date) + CASE sex WHEN 'P' THEN 40 ELSE 0 END)::text, 2, '0')
        || to_char(birth_date, 'MMYY') || lpad((1 + id / 3650)::text, 4, '0'),
    false,
    -- One in twelve is called Siti; one person alone has the rare name.
    CASE WHEN id = (people + 1) / 2 THEN 'Xaverius Langka Contoh'
         WHEN id % 12 = 0 THEN 'Siti ' || family[1 + id * 104729 % array_length(family, 1)] || ' Contoh'
         ELSE given[1 + id * 7919 % array_length(given, 1)] || ' ' || family[1 + id * 104729 % array_length(family, 1)]
            || ' Contoh' END,
    birth_date, sex,
    '+62812' || lpad((id * 7919 % 100000000)::text, 8, '0'),
    '', 'not-a-code', registered_on + time '09:00' AT TIME ZONE 'Asia/Jakarta',
    places[1 + id % array_length(places, 1)]
FROM plan, (SELECT array_agg(code ORDER BY code) AS places FROM candidates_kelurahan) AS kelurahan,
    (SELECT ARRAY['Rina', 'Andi', 'Bayu', 'Dewi', 'Eka', 'Fajar', 'Gita', 'Hendra', 'Indah', 'Joko', 'Kartika', 'Lukman',
        'Mega', 'Nanda', 'Oki', 'Putri', 'Rizky', 'Sari', 'Tono', 'Umar', 'Vina', 'Wahyu', 'Yuni', 'Zaki', 'Agus',
        'Bagas', 'Citra', 'Dimas', 'Elsa'] AS given,
        ARRAY['Pratama', 'Lestari', 'Saputra', 'Wijaya', 'Hidayat', 'Permata', 'Nugroho', 'Anggraini', 'Maulana',
        'Setiawan', 'Rahayu', 'Firmansyah', 'Utami', 'Gunawan', 'Puspita', 'Kurniawan', 'Handayani', 'Ramadhan',
        'Safitri', 'Santoso', 'Wulandari', 'Hakim', 'Oktaviani'] AS family) AS names;

-- How far each has come, as thousandths of all: waiting, chosen, in class, proofs, papers, in Japan, closed.
CREATE TEMP TABLE walk AS
SELECT plan.*, share >= 945 AS closed,
    CASE WHEN share < 350 THEN 0 WHEN share < 550 THEN 1 WHEN share < 600 THEN 2 WHEN share < 650 THEN 3
         WHEN share < 750 THEN 4 WHEN share < 800 THEN 5 WHEN share < 820 THEN 6 WHEN share < 840 THEN 7
         WHEN share < 860 THEN 8 WHEN share < 880 THEN 9 WHEN share < 890 THEN 10 WHEN share < 940 THEN 11
         WHEN share < 945 THEN 12 ELSE 1 END AS far,
    (ARRAY['agriculture', 'caregiver', 'automotive', 'ground_handling'])[1 + id % 4] AS sector,
    (ARRAY['agri_crop', 'nursing_care', 'auto_repair', 'aviation_ground_handling'])[1 + id % 4] AS category
FROM plan;
CREATE INDEX ON walk (far, id);
ANALYZE walk;

INSERT INTO candidates_journey (id, candidate_id, programme_id, scheme_id, sector_id, registration_no, submission_key,
    origin, registered_on, verified_on, reserved_on, selected_on, training_on, qualified_on, offered_on, contract_on,
    coe_on, visa_on, closed_on, closed_reason)
SELECT id, id, programme_id, CASE WHEN id % 40 IN (0, 1) THEN 'magang' ELSE 'ssw' END, sector,
    'SJ-' || year || '-' || CASE WHEN id < 10000 THEN lpad(id::text, 4, '0') ELSE id::text END,
    gen_random_uuid(), 'online', registered_on,
    CASE WHEN far >= 1 THEN least(registered_on + 3, today) END,
    CASE WHEN far = 2 THEN least(registered_on + 10, today) END,
    CASE WHEN far >= 3 THEN least(registered_on + 10, today) END,
    CASE WHEN far >= 4 THEN least(registered_on + 17, today) END,
    CASE WHEN far >= 5 THEN least(registered_on + 24, today) END,
    CASE WHEN far >= 6 THEN least(registered_on + 31, today) END,
    CASE WHEN far >= 7 THEN least(registered_on + 38, today) END,
    CASE WHEN far >= 8 THEN least(registered_on + 45, today) END,
    CASE WHEN far >= 9 THEN least(registered_on + 52, today) END,
    CASE WHEN closed THEN least(registered_on + 10, today) END,
    CASE WHEN closed THEN 'withdrew' ELSE '' END
FROM walk;

INSERT INTO candidates_sectorwish (journey_id, sector_id, rank) SELECT id, sector, 1 FROM walk;

INSERT INTO candidates_consent (candidate_id, text_id, given_at)
SELECT walk.id, consent.id, registered_on + time '09:00' AT TIME ZONE 'Asia/Jakarta'
FROM walk, (SELECT id FROM candidates_consenttext ORDER BY NOT required, id LIMIT 1) AS consent;
