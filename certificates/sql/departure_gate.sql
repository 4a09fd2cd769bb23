-- The departure gate. No path leads around it: not the admin, an import, .update() or plain SQL.
-- Refuses a departure while a proof that the sector requires on that day is not held, and when
-- no requirement is on file for that sector, scheme and day.
CREATE OR REPLACE FUNCTION departure_gate() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public
AS $$
DECLARE
    missing text;
    required integer;
BEGIN
    IF NEW.departed_on IS NULL THEN
        RETURN NEW;
    END IF;
    -- Sessions run in UTC: CURRENT_DATE would be yesterday until 07:00 in Serang.
    IF NEW.departed_on > (now() AT TIME ZONE 'Asia/Jakarta')::date THEN
        RAISE EXCEPTION 'departure in the future' USING ERRCODE = '23514', CONSTRAINT = 'departure_gate';
    END IF;
    IF NEW.origin = 'alumni' THEN
        IF EXISTS (SELECT 1 FROM certificates_exemption e
                   WHERE e.candidate_id = NEW.candidate_id AND e.state = 'verified'
                     AND 'before_portal' = ANY (e.proves)) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'alumni without a verified exemption' USING ERRCODE = '23514', CONSTRAINT = 'departure_gate';
    END IF;
    IF EXISTS (SELECT 1 FROM certificates_departureoverride o
               WHERE o.journey_id = NEW.id AND o.confirmed_by_id IS NOT NULL AND o.withdrawn_at IS NULL) THEN
        RETURN NEW;
    END IF;
    SELECT count(*) INTO required FROM certificates_requirement r
    WHERE r.sector_id = NEW.sector_id AND r.scheme_id = NEW.scheme_id
      AND r.valid_from <= NEW.departed_on AND (r.valid_to IS NULL OR r.valid_to >= NEW.departed_on);
    IF required = 0 THEN
        RAISE EXCEPTION 'no requirement on file' USING ERRCODE = '23514', CONSTRAINT = 'departure_gate';
    END IF;
    WITH held AS (
        SELECT unnest(c.proves) AS proof FROM certificates_certificate c
        WHERE c.candidate_id = NEW.candidate_id AND c.state = 'verified' AND c.proves_from <= NEW.departed_on
          AND (c.proves_until IS NULL OR c.proves_until >= NEW.departed_on)
        UNION
        SELECT unnest(e.proves) FROM certificates_exemption e
        WHERE e.candidate_id = NEW.candidate_id AND e.state = 'verified' AND e.proves_from <= NEW.departed_on
          AND (e.proves_until IS NULL OR e.proves_until >= NEW.departed_on)
    )
    SELECT string_agg(r.proof, ', ') INTO missing FROM certificates_requirement r
    WHERE r.sector_id = NEW.sector_id AND r.scheme_id = NEW.scheme_id
      AND r.valid_from <= NEW.departed_on AND (r.valid_to IS NULL OR r.valid_to >= NEW.departed_on)
      AND NOT EXISTS (
          SELECT 1 FROM held h
          WHERE h.proof = r.proof
             OR (r.proof = 'skill' AND EXISTS (
                 SELECT 1 FROM candidates_workcategory w
                 WHERE h.proof = 'skill:' || w.slug AND w.sector_id = NEW.sector_id
                   AND (NEW.work_category_id IS NULL OR NEW.work_category_id = w.slug))));
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'missing proofs: %', missing USING ERRCODE = '23514', CONSTRAINT = 'departure_gate';
    END IF;
    RETURN NEW;
END;
$$;

CREATE OR REPLACE TRIGGER departure_gate
BEFORE INSERT OR UPDATE OF departed_on, sector_id, scheme_id, work_category_id, candidate_id, origin ON candidates_journey
FOR EACH ROW EXECUTE FUNCTION departure_gate();
