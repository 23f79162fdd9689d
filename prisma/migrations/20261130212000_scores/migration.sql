-- What is shown of a machine's reliability, and what it is computed with.

-- What the fleet has taught, hour by hour. A score names the model that it was computed with; one that none names any more is deleted.
CREATE TABLE "score_models" (
    "id" BIGSERIAL NOT NULL,
    "version" INTEGER NOT NULL,
    "learned_at" TIMESTAMPTZ(3) NOT NULL,
    -- JSON as text: every number comes back with all its bits.
    "horizons" TEXT NOT NULL,

    CONSTRAINT "score_models_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "score_models_version_learned_at_key" ON "score_models"("version", "learned_at");

-- Failures and hours up of the machines of one kind, faded; '' are all of them.
CREATE TABLE "score_cohorts" (
    "name" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "recent_failures" DOUBLE PRECISION NOT NULL,
    "recent_up_hours" DOUBLE PRECISION NOT NULL,
    "lasting_failures" DOUBLE PRECISION NOT NULL,
    "lasting_up_hours" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "score_cohorts_pkey" PRIMARY KEY ("name"),
    CONSTRAINT "score_cohorts_check" CHECK (least(recent_failures, recent_up_hours, lasting_failures, lasting_up_hours) >= 0)
);

-- Said of a machine, and not yet known to be right or wrong.
CREATE TABLE "score_predictions" (
    "machine_id" UUID NOT NULL,
    "hours" INTEGER NOT NULL,
    "said_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "features" DOUBLE PRECISION[] NOT NULL,
    "logit" DOUBLE PRECISION NOT NULL,
    "stacked" DOUBLE PRECISION NOT NULL,
    "base" DOUBLE PRECISION NOT NULL,
    "probability" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "score_predictions_pkey" PRIMARY KEY ("machine_id", "hours", "said_at"),
    CONSTRAINT "score_predictions_check" CHECK (due_at > said_at AND hours > 0)
);
CREATE INDEX "score_predictions_due_at_idx" ON "score_predictions"("due_at");

CREATE TABLE "machine_scores" (
    "machine_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "model_id" BIGINT NOT NULL,
    "state" BYTEA NOT NULL,
    "kept_until" TIMESTAMPTZ(3) NOT NULL,
    "kept_size" INTEGER NOT NULL,
    "kept_peaks" BYTEA NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "log_size" INTEGER NOT NULL,
    "log_root" BYTEA NOT NULL,
    "recent_rate" DOUBLE PRECISION NOT NULL,
    "lasting_rate" DOUBLE PRECISION NOT NULL,
    "hours" INTEGER[] NOT NULL,
    "probabilities" DOUBLE PRECISION[] NOT NULL,
    "lower_bounds" DOUBLE PRECISION[] NOT NULL,
    "open_since" TIMESTAMPTZ(3) NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "machine_scores_pkey" PRIMARY KEY ("machine_id"),
    CONSTRAINT "machine_scores_state_check" CHECK (octet_length(state) <= 200 AND octet_length(log_root) = 32 AND octet_length(kept_peaks) % 32 = 0),
    CONSTRAINT "machine_scores_log_check" CHECK (kept_size BETWEEN 0 AND log_size AND kept_until <= as_of),
    CONSTRAINT "machine_scores_survival_check" CHECK (cardinality(hours) = cardinality(probabilities) AND cardinality(hours) = cardinality(lower_bounds)
        AND 0 <= ALL (lower_bounds) AND 1 >= ALL (probabilities))
) WITH (fillfactor = 80);

ALTER TABLE "score_predictions" ADD CONSTRAINT "score_predictions_machine_id_fkey"
    FOREIGN KEY ("machine_id") REFERENCES "machines"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "machine_scores" ADD CONSTRAINT "machine_scores_machine_id_fkey"
    FOREIGN KEY ("machine_id") REFERENCES "machines"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "machine_scores" ADD CONSTRAINT "machine_scores_model_id_fkey"
    FOREIGN KEY ("model_id") REFERENCES "score_models"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A round of scores walks the open intervals, machine by machine.
CREATE INDEX "machine_intervals_open" ON "machine_intervals"("machine_id") INCLUDE ("starts_at", "state") WHERE "ends_at" IS NULL;
-- What a cohort did in the last quarter of an hour: intervals that are open, or have just ended.
CREATE INDEX "machine_intervals_ends_at_idx" ON "machine_intervals"("ends_at");
