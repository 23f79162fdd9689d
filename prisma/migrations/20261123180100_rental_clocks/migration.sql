CREATE TYPE "HaltKind" AS ENUM ('DOWN', 'PAUSED', 'PREEMPTED');
CREATE TYPE "RentalLogKind" AS ENUM ('RENTAL_OPENED', 'RENTAL_STARTED', 'RENTAL_HALTED', 'RENTAL_RESUMED', 'RENTAL_PREEMPTED', 'RENTAL_REPRICED', 'NOTICE_GIVEN', 'RENTAL_EXTENDED', 'RENTAL_TOPPED_UP', 'RENTAL_STOPPED', 'RENTAL_TRIMMED', 'SETTLED', 'RENTAL_CLOSED');

ALTER TABLE "chain_rentals"
    ADD COLUMN "price_per_hour_units" DECIMAL(78,0),
    ADD COLUMN "storage_price_per_hour_units" DECIMAL(78,0),
    ADD COLUMN "repriced" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "clock" JSONB,
    ADD COLUMN "topped_up_units" DECIMAL(78,0) NOT NULL DEFAULT 0,
    ADD COLUMN "turn" INTEGER,
    ADD COLUMN "retro_left_seconds" INTEGER,
    ADD COLUMN "halt" "HaltKind",
    ADD COLUMN "paused_by_renter" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "noticed" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "last_kind" "RentalLogKind";

-- Until now a clock ran once, from the start to the end, at the order's price.
UPDATE "chain_rentals" SET
    "price_per_hour_units" = ("order" ->> 'pricePerHour')::numeric,
    "storage_price_per_hour_units" = ("order" -> 'offer' ->> 'storagePricePerHour')::numeric,
    "clock" = jsonb_build_object(
        'closedUnitSeconds', '0',
        'closedSeconds', '0',
        'current', jsonb_build_object(
            'from', coalesce("started_at", 0)::text,
            'rate', CASE WHEN "started_at" IS NULL THEN 'NONE' ELSE 'PRICE' END,
            'pricePerHourUnits', CASE WHEN "started_at" IS NULL THEN '0' ELSE "order" ->> 'pricePerHour' END)),
    "turn" = CASE WHEN "started_at" IS NULL THEN 0 ELSE 1 END,
    "retro_left_seconds" = ("order" -> 'offer' ->> 'retroBudget')::integer,
    "last_kind" = CASE "state"
        WHEN 'RESERVED' THEN 'RENTAL_OPENED'
        WHEN 'RUNNING' THEN CASE WHEN "seq" = 2 THEN 'RENTAL_STARTED' ELSE 'SETTLED' END
        WHEN 'ENDED' THEN CASE WHEN "claimed_units" = "funded_units" THEN 'SETTLED' ELSE 'RENTAL_STOPPED' END
        ELSE 'RENTAL_CLOSED' END::"RentalLogKind";

ALTER TABLE "chain_rentals"
    ALTER COLUMN "price_per_hour_units" SET NOT NULL,
    ALTER COLUMN "storage_price_per_hour_units" SET NOT NULL,
    ALTER COLUMN "repriced" DROP DEFAULT,
    ALTER COLUMN "clock" SET NOT NULL,
    ALTER COLUMN "topped_up_units" DROP DEFAULT,
    ALTER COLUMN "turn" SET NOT NULL,
    ALTER COLUMN "retro_left_seconds" SET NOT NULL,
    ALTER COLUMN "paused_by_renter" DROP DEFAULT,
    ALTER COLUMN "noticed" DROP DEFAULT,
    ALTER COLUMN "last_kind" SET NOT NULL,
    ADD CONSTRAINT "chain_rentals_prices_check" CHECK (is_units(price_per_hour_units) AND is_units(storage_price_per_hour_units) AND is_units(topped_up_units)),
    ADD CONSTRAINT "chain_rentals_clock_check" CHECK (turn >= 0 AND retro_left_seconds >= 0);

CREATE TABLE "chain_cancelled_orders" (
    "chain_id" INTEGER NOT NULL,
    "rental_id" TEXT NOT NULL,
    "last_block" BIGINT NOT NULL,

    CONSTRAINT "chain_cancelled_orders_pkey" PRIMARY KEY ("chain_id","rental_id"),
    CONSTRAINT "chain_cancelled_orders_hex_check" CHECK (is_hex(rental_id, 32))
);

-- A halted rental keeps its listing too.
DROP INDEX "rentals_holding_listing";
CREATE UNIQUE INDEX "rentals_holding_listing" ON "rentals"("listing_id") WHERE "state" IN ('FUNDING', 'RESERVED', 'RUNNING', 'HALTED');
