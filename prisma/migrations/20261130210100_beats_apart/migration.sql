-- A machine's last beat is in machine_pulses: the machine's own row is wide, indexed, mirrored, and locked by other writers.
DROP INDEX "machines_liveness_last_beat_at_idx";
ALTER TABLE "machines"
    DROP CONSTRAINT "machines_beat_check",
    DROP COLUMN "boot_id",
    DROP COLUMN "beat_seq",
    DROP COLUMN "last_beat_at";

-- The lateness that is forgiven after a gap between beats, or null where the gap is not forgiven: `forgive` of libs/domain.
CREATE FUNCTION "forgiven_debt"(debt_ms INTEGER, gap INTERVAL, beat_ms BIGINT, grace_ms BIGINT) RETURNS INTEGER
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (extract(epoch FROM gap) * 1000)::bigint <= grace_ms
        AND greatest(0, debt_ms - (extract(epoch FROM gap) * 1000)::bigint / 60)
            + greatest(0, (extract(epoch FROM gap) * 1000)::bigint - 2 * beat_ms) <= grace_ms
        THEN (greatest(0, debt_ms - (extract(epoch FROM gap) * 1000)::bigint / 60)
            + greatest(0, (extract(epoch FROM gap) * 1000)::bigint - 2 * beat_ms))::integer END;
