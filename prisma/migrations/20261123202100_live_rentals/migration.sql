-- The keeper reads what is not closed page by page, and adoption looks through it: the closed ones only ever grow.
CREATE INDEX "chain_rentals_live" ON "chain_rentals"("chain_id", "rental_id") WHERE "state" <> 'CLOSED';
