ALTER TABLE "chain_rentals"
    ADD COLUMN "priced_block" BIGINT,
    ADD COLUMN "priced_log_index" INTEGER,
    ADD COLUMN "priced_timestamp" BIGINT,
    ADD COLUMN "outbid_by" TEXT,
    ADD COLUMN "outbid_by_price_units" DECIMAL(78,0);

-- Of a rental whose price was changed the last log is the best guess; a replay of the projection is exact.
UPDATE "chain_rentals" SET
    "priced_block" = CASE WHEN "repriced" THEN "last_block" ELSE "opened_block" END,
    "priced_log_index" = CASE WHEN "repriced" THEN "last_log_index" ELSE "opened_log_index" END,
    "priced_timestamp" = CASE WHEN "repriced" THEN "last_timestamp" ELSE "opened_timestamp" END;

ALTER TABLE "chain_rentals"
    ALTER COLUMN "priced_block" SET NOT NULL,
    ALTER COLUMN "priced_log_index" SET NOT NULL,
    ALTER COLUMN "priced_timestamp" SET NOT NULL,
    ADD CONSTRAINT "chain_rentals_outbid_check" CHECK (is_hex(outbid_by, 32) AND is_units(outbid_by_price_units) AND num_nulls(outbid_by, outbid_by_price_units) <> 1);

-- What competes for a slice.
CREATE INDEX "chain_rentals_slice" ON "chain_rentals"("provider", ("order" -> 'offer' ->> 'assetHash')) WHERE "state" IN ('RESERVED', 'RUNNING', 'HALTED');
CREATE INDEX "rentals_claims" ON "rentals"("provider", ("order" -> 'offer' ->> 'assetHash')) WHERE "state" = 'FUNDING';

-- Any number of bids wait for one listing; on demand it has one rental at a time.
DROP INDEX "rentals_holding_listing";
CREATE UNIQUE INDEX "rentals_holding_listing" ON "rentals"("listing_id") WHERE "state" IN ('FUNDING', 'RESERVED', 'RUNNING', 'HALTED') AND "order" -> 'offer' ->> 'class' = 'ON_DEMAND';
CREATE INDEX "rentals_of_listing" ON "rentals"("listing_id") WHERE "state" IN ('FUNDING', 'RESERVED', 'RUNNING', 'HALTED');

-- When a bid that waits was given its slice, and when it had to let go because its instance did not come up.
ALTER TABLE "instances"
    ADD COLUMN "given_at" TIMESTAMPTZ(3),
    ADD COLUMN "boot_failed_at" TIMESTAMPTZ(3);
