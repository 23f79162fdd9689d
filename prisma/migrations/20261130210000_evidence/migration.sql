-- What reliability is judged by: sessions of agents, their beats, when beats were accepted, and the intervals that follow.

-- In PostgreSQL's contrib and trusted: whoever may create tables in this database may create it.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TYPE "MachineState" AS ENUM ('UP', 'DOWN', 'MAINTENANCE', 'UNKNOWN');
CREATE TYPE "IntervalCause" AS ENUM ('BEATING', 'SILENT', 'NEVER_SEEN', 'ANNOUNCED', 'NOT_ACCEPTING');

CREATE TABLE "machine_sessions" (
    "id" UUID NOT NULL,
    "machine_id" UUID NOT NULL,
    "boot_id" UUID NOT NULL,
    "key" BYTEA NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "machine_sessions_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "machine_sessions_key_check" CHECK (octet_length(key) = 32 AND expires_at > opened_at)
);
CREATE INDEX "machine_sessions_machine_id_idx" ON "machine_sessions"("machine_id");
CREATE INDEX "machine_sessions_expires_at_idx" ON "machine_sessions"("expires_at");

-- Written at every beat: narrow, and with no index but its key, so that an update touches one page.
CREATE TABLE "machine_pulses" (
    "machine_id" UUID NOT NULL,
    "session_id" UUID,
    "seq" BIGINT NOT NULL DEFAULT 0,
    "last_beat_at" TIMESTAMPTZ(3),
    "heard_at" TIMESTAMPTZ(3),
    "debt_ms" INTEGER NOT NULL DEFAULT 0,
    "settled_at" TIMESTAMPTZ(3) NOT NULL,
    "judged_at" TIMESTAMPTZ(3) NOT NULL,
    "state" "MachineState" NOT NULL,

    CONSTRAINT "machine_pulses_pkey" PRIMARY KEY ("machine_id"),
    CONSTRAINT "machine_pulses_check" CHECK (seq >= 0 AND debt_ms >= 0 AND heard_at <= last_beat_at AND settled_at <= coalesce(heard_at, settled_at))
) WITH (fillfactor = 60);

-- By the day on which they were received. The days are tables of the schema `beat_days`, made ahead and dropped by the worker.
CREATE SCHEMA "beat_days";
CREATE TABLE "beats" (
    "machine_id" UUID NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "session_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "states" JSONB,

    CONSTRAINT "beats_pkey" PRIMARY KEY ("machine_id", "received_at", "session_id", "seq")
) PARTITION BY RANGE ("received_at");

CREATE TABLE "acceptance_windows" (
    "id" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "acceptance_windows_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "acceptance_windows_check" CHECK (until > opened_at)
);
CREATE INDEX "acceptance_windows_until_idx" ON "acceptance_windows"("until");

CREATE TABLE "machine_intervals" (
    "machine_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "state" "MachineState" NOT NULL,
    "cause" "IntervalCause" NOT NULL,

    CONSTRAINT "machine_intervals_pkey" PRIMARY KEY ("machine_id", "starts_at"),
    CONSTRAINT "machine_intervals_check" CHECK (ends_at > starts_at),
    CONSTRAINT "machine_intervals_cause_check" CHECK (
        state = CASE cause WHEN 'BEATING' THEN 'UP'::"MachineState" WHEN 'ANNOUNCED' THEN 'MAINTENANCE'
            WHEN 'NOT_ACCEPTING' THEN 'UNKNOWN' ELSE 'DOWN' END),
    CONSTRAINT "machine_intervals_no_overlap" EXCLUDE USING gist (machine_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
        DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX "machine_intervals_machine_id_ends_at_idx" ON "machine_intervals"("machine_id", "ends_at");

-- No gap: whatever ends is followed by an interval that begins there. So exactly one of a machine's is open.
ALTER TABLE "machine_intervals" ADD CONSTRAINT "machine_intervals_machine_id_ends_at_fkey"
    FOREIGN KEY ("machine_id", "ends_at") REFERENCES "machine_intervals"("machine_id", "starts_at")
    ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "machine_intervals" ADD CONSTRAINT "machine_intervals_machine_id_fkey"
    FOREIGN KEY ("machine_id") REFERENCES "machines"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "machine_pulses" ADD CONSTRAINT "machine_pulses_machine_id_fkey"
    FOREIGN KEY ("machine_id") REFERENCES "machines"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "machine_sessions" ADD CONSTRAINT "machine_sessions_machine_id_fkey"
    FOREIGN KEY ("machine_id") REFERENCES "machines"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "beat_refusals" (
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "code" TEXT NOT NULL,
    "beats" BIGINT NOT NULL,

    CONSTRAINT "beat_refusals_pkey" PRIMARY KEY ("hour", "code"),
    CONSTRAINT "beat_refusals_check" CHECK (beats > 0)
);

-- Of machines that are here already nothing is known before their last beat, and that nobody asked is nobody's fault.
INSERT INTO "machine_pulses" (machine_id, last_beat_at, heard_at, settled_at, judged_at, state)
SELECT id, last_beat_at, last_beat_at, coalesce(last_beat_at, enrolled_at), coalesce(last_beat_at, enrolled_at),
    (CASE liveness WHEN 'ONLINE' THEN 'UP' ELSE 'DOWN' END)::"MachineState"
FROM "machines";

INSERT INTO "machine_intervals" (machine_id, starts_at, ends_at, state, cause)
SELECT id, enrolled_at, last_beat_at, 'UNKNOWN', 'NOT_ACCEPTING' FROM "machines" WHERE last_beat_at > enrolled_at
UNION ALL
SELECT id, coalesce(greatest(last_beat_at, enrolled_at), enrolled_at), NULL,
    (CASE liveness WHEN 'ONLINE' THEN 'UP' ELSE 'DOWN' END)::"MachineState",
    (CASE liveness WHEN 'ONLINE' THEN 'BEATING' WHEN 'SILENT' THEN 'SILENT' ELSE 'NEVER_SEEN' END)::"IntervalCause"
FROM "machines";
