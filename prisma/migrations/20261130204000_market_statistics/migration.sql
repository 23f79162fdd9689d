-- What was traded: a row for each rental that started on chain, and what an hour and a day of them came to. All of it can be
-- made again of chain_rentals, rentals and listings.

CREATE TYPE "RollupPeriod" AS ENUM ('HOUR', 'DAY');

CREATE TABLE "fills" (
    "chain_id" INTEGER NOT NULL,
    "rental_id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "gpu_model" TEXT NOT NULL,
    "tier" "Tier" NOT NULL,
    "class" "RentalClass" NOT NULL,
    "gpu_count" INTEGER NOT NULL,
    "price_per_gpu_hour_units" DECIMAL(78,0) NOT NULL,
    "started_at" BIGINT NOT NULL,
    "ends_at" BIGINT NOT NULL,
    "last_block" BIGINT NOT NULL,

    CONSTRAINT "fills_pkey" PRIMARY KEY ("chain_id", "rental_id")
);

CREATE INDEX "fills_chain_id_started_at_idx" ON "fills"("chain_id", "started_at");
CREATE INDEX "fills_chain_id_ends_at_idx" ON "fills"("chain_id", "ends_at");
CREATE INDEX "fills_chain_id_gpu_model_started_at_idx" ON "fills"("chain_id", "gpu_model", "started_at");
CREATE INDEX "fills_chain_id_last_block_idx" ON "fills"("chain_id", "last_block");

CREATE TABLE "rollups" (
    "chain_id" INTEGER NOT NULL,
    "period" "RollupPeriod" NOT NULL,
    "starts_at" BIGINT NOT NULL,
    "token" TEXT NOT NULL,
    "gpu_model" TEXT NOT NULL,
    "tier" "Tier" NOT NULL,
    "class" "RentalClass" NOT NULL,
    "fills" INTEGER NOT NULL,
    "rented_gpu_seconds" BIGINT NOT NULL,
    "listed_gpu_seconds" BIGINT NOT NULL,
    "min_units" DECIMAL(78,0),
    "p10_units" DECIMAL(78,0),
    "median_units" DECIMAL(78,0),
    "mean_units" DECIMAL(78,0),
    "p90_units" DECIMAL(78,0),
    "max_units" DECIMAL(78,0),

    CONSTRAINT "rollups_pkey" PRIMARY KEY ("chain_id", "period", "starts_at", "token", "gpu_model", "tier", "class"),
    CONSTRAINT "rollups_prices" CHECK (("fills" = 0) = ("mean_units" IS NULL))
);

CREATE INDEX "rollups_chain_id_period_token_gpu_model_starts_at_idx" ON "rollups"("chain_id", "period", "token", "gpu_model", "starts_at");

CREATE TABLE "rollup_progress" (
    "chain_id" INTEGER NOT NULL,
    "rolled_up_to" BIGINT NOT NULL,
    "read_to_block" BIGINT NOT NULL,
    "rentals_seen_to" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rollup_progress_pkey" PRIMARY KEY ("chain_id")
);

-- Whose last log came since a block, and which rentals the market took in since a moment.
CREATE INDEX "chain_rentals_chain_id_last_block_idx" ON "chain_rentals"("chain_id", "last_block");
CREATE INDEX "rentals_created_at_idx" ON "rentals"("created_at");
