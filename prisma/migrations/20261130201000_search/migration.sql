-- Finding a machine: orders that indexes give, and word of every change that a snapshot of the market must follow.

-- What is rented or withdrawn is in none of them: searches ask for active listings alone.
DROP INDEX "listings_state_price_per_hour_units_id_idx";
DROP INDEX "listings_state_gpu_model_price_per_hour_units_id_idx";
CREATE INDEX "listings_by_price" ON "listings"("price_per_hour_units", "id") WHERE "state" = 'ACTIVE';
CREATE INDEX "listings_of_model_by_price" ON "listings"("gpu_model", "price_per_hour_units", "id") WHERE "state" = 'ACTIVE';
CREATE INDEX "listings_by_value" ON "listings"(("tensor_tflops" / "price_per_hour_units"::float8), "id") WHERE "state" = 'ACTIVE';
CREATE INDEX "listings_of_model_by_value" ON "listings"("gpu_model", ("tensor_tflops" / "price_per_hour_units"::float8), "id") WHERE "state" = 'ACTIVE';
CREATE INDEX "listings_by_reliability" ON "listings"((coalesce("reliability", -1)), "id") WHERE "state" = 'ACTIVE';
CREATE INDEX "listings_of_model_by_reliability" ON "listings"("gpu_model", (coalesce("reliability", -1)), "id") WHERE "state" = 'ACTIVE';

-- As the contract has it: a free machine would have no value for its price, and none costs more than 96 bits.
ALTER TABLE "listings" ADD CONSTRAINT "listings_price_check"
    CHECK (price_per_hour_units BETWEEN 1 AND 79228162514264337593543950335);

-- How many rentals a machine has completed is counted when it is asked for.
CREATE INDEX "rentals_machine_id_state_idx" ON "rentals"("machine_id", "state");

-- Tells who follows the market, in the transaction that changes it and whoever writes, what to read again: a listing, or all
-- of a machine, of a provider, under an offer. Many at once are one word: read everything.
CREATE FUNCTION "tell_facets"(subjects TEXT[]) RETURNS VOID LANGUAGE sql AS $$
    SELECT pg_notify('facets', subject)
    FROM unnest(CASE WHEN cardinality(subjects) > 1000 THEN ARRAY['all'] ELSE subjects END) AS subject
$$;

CREATE FUNCTION "tell_new_listings"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tell_facets(ARRAY(SELECT 'listing:' || id FROM new_rows LIMIT 1001));
    RETURN NULL;
END $$;

CREATE FUNCTION "tell_old_listings"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tell_facets(ARRAY(SELECT 'listing:' || id FROM old_rows LIMIT 1001));
    RETURN NULL;
END $$;

CREATE TRIGGER "listings_told_insert" AFTER INSERT ON "listings"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "tell_new_listings"();
CREATE TRIGGER "listings_told_update" AFTER UPDATE ON "listings"
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "tell_new_listings"();
CREATE TRIGGER "listings_told_delete" AFTER DELETE ON "listings"
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION "tell_old_listings"();

CREATE FUNCTION "tell_subject"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
    changed RECORD := coalesce(new, old);
BEGIN
    PERFORM pg_notify('facets', tg_argv[0] || ':' || (to_jsonb(changed) ->> tg_argv[1]));
    RETURN NULL;
END $$;

-- Which listing is free, and how many rentals a machine has completed.
CREATE TRIGGER "rentals_told_insert" AFTER INSERT OR DELETE ON "rentals"
    FOR EACH ROW EXECUTE FUNCTION "tell_subject"('machine', 'machine_id');
CREATE TRIGGER "rentals_told_update" AFTER UPDATE ON "rentals"
    FOR EACH ROW WHEN (old.state IS DISTINCT FROM new.state)
    EXECUTE FUNCTION "tell_subject"('machine', 'machine_id');
CREATE TRIGGER "instances_told_update" AFTER UPDATE ON "instances"
    FOR EACH ROW WHEN ((old.proved_at IS NULL) IS DISTINCT FROM (new.proved_at IS NULL))
    EXECUTE FUNCTION "tell_subject"('machine', 'machine_id');

-- Which offers the contract still accepts.
CREATE TRIGGER "chain_cancelled_offers_told" AFTER INSERT OR DELETE ON "chain_cancelled_offers"
    FOR EACH ROW EXECUTE FUNCTION "tell_subject"('offer', 'offer_hash');
CREATE TRIGGER "chain_counters_told" AFTER INSERT OR UPDATE OR DELETE ON "chain_counters"
    FOR EACH ROW EXECUTE FUNCTION "tell_subject"('provider', 'owner');
