-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Liveness" AS ENUM ('NEVER_SEEN', 'ONLINE', 'SILENT');

-- CreateEnum
CREATE TYPE "ListingState" AS ENUM ('ACTIVE', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "Tier" AS ENUM ('SECURE', 'COMMUNITY');

-- CreateEnum
CREATE TYPE "RentalState" AS ENUM ('FUNDING', 'RESERVED', 'RUNNING', 'ENDED', 'CLOSED', 'REFUSED');

-- CreateEnum
CREATE TYPE "InstanceState" AS ENUM ('REQUESTED', 'STARTING', 'RUNNING', 'STOPPED', 'FAILED');

-- CreateEnum
CREATE TYPE "DesiredInstance" AS ENUM ('RUN', 'STOP');

-- CreateEnum
CREATE TYPE "IntentPurpose" AS ENUM ('OPEN', 'START', 'STOP', 'EXPIRE', 'SETTLE', 'CLOSE');

-- CreateEnum
CREATE TYPE "SignerRole" AS ENUM ('METER', 'KEEPER', 'RELAYER');

-- CreateEnum
CREATE TYPE "IntentState" AS ENUM ('QUEUED', 'SENT', 'CONFIRMED', 'REFUSED');

-- CreateEnum
CREATE TYPE "ChainTransactionState" AS ENUM ('SIGNED', 'BROADCAST', 'MINED', 'CONFIRMED', 'REVERTED', 'REPLACED');

-- CreateEnum
CREATE TYPE "ChainRentalState" AS ENUM ('RESERVED', 'RUNNING', 'HALTED', 'ENDED', 'CLOSED');

-- CreateEnum
CREATE TYPE "CloseReason" AS ENUM ('SETTLED', 'CANCELLED', 'DECLINED', 'EXPIRED');

-- CreateEnum
CREATE TYPE "LedgerEntryKind" AS ENUM ('DEPOSITED', 'WITHDRAWN', 'CREDITED', 'DEBITED');

-- CreateTable
CREATE TABLE "machines" (
    "id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "agent_key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "asset_hash" TEXT NOT NULL,
    "gpu_model" TEXT NOT NULL,
    "gpu_count" INTEGER NOT NULL,
    "vram_gb" INTEGER NOT NULL,
    "cpu_cores" INTEGER NOT NULL,
    "ram_gb" INTEGER NOT NULL,
    "disk_gb" INTEGER NOT NULL,
    "down_mbps" INTEGER NOT NULL,
    "up_mbps" INTEGER NOT NULL,
    "country" CHAR(2) NOT NULL,
    "endpoint_host" TEXT NOT NULL,
    "liveness" "Liveness" NOT NULL DEFAULT 'NEVER_SEEN',
    "boot_id" UUID,
    "beat_seq" BIGINT NOT NULL DEFAULT 0,
    "last_beat_at" TIMESTAMPTZ(3),
    "enrolled_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "machines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "listings" (
    "id" UUID NOT NULL,
    "machine_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "state" "ListingState" NOT NULL,
    "tier" "Tier" NOT NULL,
    "offer_hash" TEXT NOT NULL,
    "offer" JSONB NOT NULL,
    "offer_signature" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "price_per_hour_units" DECIMAL(78,0) NOT NULL,
    "gpu_model" TEXT NOT NULL,
    "valid_until" TIMESTAMPTZ(3) NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "listings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rentals" (
    "id" TEXT NOT NULL,
    "listing_id" UUID NOT NULL,
    "machine_id" UUID NOT NULL,
    "renter" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "state" "RentalState" NOT NULL,
    "order" JSONB NOT NULL,
    "order_signature" TEXT,
    "price_per_hour_units" DECIMAL(78,0) NOT NULL,
    "deposit_units" DECIMAL(78,0) NOT NULL,
    "start_deadline" TIMESTAMPTZ(3) NOT NULL,
    "chain_seq" INTEGER NOT NULL DEFAULT 0,
    "refusal_code" TEXT,
    "refusal_facts" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rentals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "instances" (
    "rental_id" TEXT NOT NULL,
    "machine_id" UUID NOT NULL,
    "desired" "DesiredInstance" NOT NULL,
    "state" "InstanceState" NOT NULL,
    "probe_token" TEXT NOT NULL,
    "port" INTEGER,
    "failure" TEXT,
    "proved_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "instances_pkey" PRIMARY KEY ("rental_id")
);

-- CreateTable
CREATE TABLE "sign_in_challenges" (
    "nonce" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_challenges_pkey" PRIMARY KEY ("nonce")
);

-- CreateTable
CREATE TABLE "records" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "facts" JSONB NOT NULL,

    CONSTRAINT "records_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "actor" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "input_hash" TEXT NOT NULL,
    "output" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("actor","key")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "relayed_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "intents" (
    "key" TEXT NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "purpose" "IntentPurpose" NOT NULL,
    "signer_role" "SignerRole" NOT NULL,
    "rental_id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" "IntentState" NOT NULL DEFAULT 'QUEUED',
    "refusal_code" TEXT,
    "refusal_facts" JSONB,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "intents_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "chain_transactions" (
    "hash" TEXT NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "signer" TEXT NOT NULL,
    "nonce" INTEGER NOT NULL,
    "intent_key" TEXT NOT NULL,
    "raw" TEXT NOT NULL,
    "state" "ChainTransactionState" NOT NULL,
    "block_hash" TEXT,
    "block_number" BIGINT,
    "gas_used" BIGINT,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,
    "broadcast_at" TIMESTAMPTZ(3),
    "mined_at" TIMESTAMPTZ(3),

    CONSTRAINT "chain_transactions_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "chain_cursors" (
    "chain_id" INTEGER NOT NULL,
    "escrow" TEXT NOT NULL,
    "deployment_block" BIGINT NOT NULL,
    "number" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "timestamp" BIGINT NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "safe_number" BIGINT NOT NULL,
    "finalized_number" BIGINT NOT NULL,

    CONSTRAINT "chain_cursors_pkey" PRIMARY KEY ("chain_id")
);

-- CreateTable
CREATE TABLE "chain_blocks" (
    "chain_id" INTEGER NOT NULL,
    "number" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "parent_hash" TEXT NOT NULL,
    "timestamp" BIGINT NOT NULL,

    CONSTRAINT "chain_blocks_pkey" PRIMARY KEY ("chain_id","number")
);

-- CreateTable
CREATE TABLE "chain_logs" (
    "chain_id" INTEGER NOT NULL,
    "block_number" BIGINT NOT NULL,
    "block_hash" TEXT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "tx_hash" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "topics" TEXT[],
    "data" TEXT NOT NULL,
    "timestamp" BIGINT NOT NULL,
    "fold_key" TEXT NOT NULL,

    CONSTRAINT "chain_logs_pkey" PRIMARY KEY ("chain_id","block_hash","log_index")
);

-- CreateTable
CREATE TABLE "chain_rentals" (
    "chain_id" INTEGER NOT NULL,
    "rental_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "state" "ChainRentalState" NOT NULL,
    "renter" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "order" JSONB NOT NULL,
    "funded_units" DECIMAL(78,0) NOT NULL,
    "claimed_units" DECIMAL(78,0) NOT NULL,
    "to_provider_units" DECIMAL(78,0) NOT NULL,
    "fee_units" DECIMAL(78,0) NOT NULL,
    "refunded_units" DECIMAL(78,0) NOT NULL,
    "started_at" BIGINT,
    "ends_at" BIGINT NOT NULL,
    "ended_at" BIGINT,
    "close_reason" "CloseReason",
    "opened_block" BIGINT NOT NULL,
    "opened_block_hash" TEXT NOT NULL,
    "opened_log_index" INTEGER NOT NULL,
    "opened_tx_hash" TEXT NOT NULL,
    "opened_timestamp" BIGINT NOT NULL,
    "last_block" BIGINT NOT NULL,
    "last_block_hash" TEXT NOT NULL,
    "last_log_index" INTEGER NOT NULL,
    "last_tx_hash" TEXT NOT NULL,
    "last_timestamp" BIGINT NOT NULL,

    CONSTRAINT "chain_rentals_pkey" PRIMARY KEY ("chain_id","rental_id")
);

-- CreateTable
CREATE TABLE "chain_accounts" (
    "chain_id" INTEGER NOT NULL,
    "token" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "free_units" DECIMAL(78,0) NOT NULL,
    "seq" BIGINT NOT NULL,
    "last_block" BIGINT NOT NULL,
    "last_block_hash" TEXT NOT NULL,
    "last_log_index" INTEGER NOT NULL,
    "last_tx_hash" TEXT NOT NULL,
    "last_timestamp" BIGINT NOT NULL,

    CONSTRAINT "chain_accounts_pkey" PRIMARY KEY ("chain_id","token","owner")
);

-- CreateTable
CREATE TABLE "ledger_entries" (
    "chain_id" INTEGER NOT NULL,
    "token" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "kind" "LedgerEntryKind" NOT NULL,
    "amount_units" DECIMAL(78,0) NOT NULL,
    "free_units" DECIMAL(78,0) NOT NULL,
    "rental_id" TEXT,
    "tx_hash" TEXT NOT NULL,
    "block_number" BIGINT NOT NULL,
    "block_hash" TEXT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "timestamp" BIGINT NOT NULL,

    CONSTRAINT "ledger_entries_pkey" PRIMARY KEY ("chain_id","token","owner","seq")
);

-- CreateTable
CREATE TABLE "chain_tokens" (
    "chain_id" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "decimals" INTEGER NOT NULL,
    "listed" BOOLEAN NOT NULL,
    "fees_withdrawn_units" DECIMAL(78,0) NOT NULL DEFAULT 0,
    "last_block" BIGINT NOT NULL,

    CONSTRAINT "chain_tokens_pkey" PRIMARY KEY ("chain_id","address")
);

-- CreateTable
CREATE TABLE "chain_params" (
    "chain_id" INTEGER NOT NULL,
    "fee_bps" INTEGER NOT NULL,
    "fee_recipient" TEXT NOT NULL,
    "last_block" BIGINT NOT NULL,

    CONSTRAINT "chain_params_pkey" PRIMARY KEY ("chain_id")
);

-- CreateTable
CREATE TABLE "chain_cancelled_offers" (
    "chain_id" INTEGER NOT NULL,
    "offer_hash" TEXT NOT NULL,
    "last_block" BIGINT NOT NULL,

    CONSTRAINT "chain_cancelled_offers_pkey" PRIMARY KEY ("chain_id","offer_hash")
);

-- CreateTable
CREATE TABLE "chain_counters" (
    "chain_id" INTEGER NOT NULL,
    "owner" TEXT NOT NULL,
    "counter" BIGINT NOT NULL,
    "last_block" BIGINT NOT NULL,

    CONSTRAINT "chain_counters_pkey" PRIMARY KEY ("chain_id","owner")
);

-- CreateIndex
CREATE UNIQUE INDEX "machines_agent_key_key" ON "machines"("agent_key");

-- CreateIndex
CREATE UNIQUE INDEX "machines_asset_hash_key" ON "machines"("asset_hash");

-- CreateIndex
CREATE INDEX "machines_liveness_last_beat_at_idx" ON "machines"("liveness", "last_beat_at");

-- CreateIndex
CREATE INDEX "machines_provider_idx" ON "machines"("provider");

-- CreateIndex
CREATE UNIQUE INDEX "listings_offer_hash_key" ON "listings"("offer_hash");

-- CreateIndex
CREATE INDEX "listings_state_price_per_hour_units_id_idx" ON "listings"("state", "price_per_hour_units", "id");

-- CreateIndex
CREATE INDEX "listings_state_gpu_model_price_per_hour_units_id_idx" ON "listings"("state", "gpu_model", "price_per_hour_units", "id");

-- CreateIndex
CREATE INDEX "listings_provider_state_price_per_hour_units_id_idx" ON "listings"("provider", "state", "price_per_hour_units", "id");

-- CreateIndex
CREATE INDEX "rentals_renter_created_at_idx" ON "rentals"("renter", "created_at");

-- CreateIndex
CREATE INDEX "rentals_provider_created_at_idx" ON "rentals"("provider", "created_at");

-- CreateIndex
CREATE INDEX "instances_machine_id_desired_idx" ON "instances"("machine_id", "desired");

-- CreateIndex
CREATE INDEX "sign_in_challenges_expires_at_idx" ON "sign_in_challenges"("expires_at");

-- CreateIndex
CREATE INDEX "records_subject_id_idx" ON "records"("subject", "id");

-- CreateIndex
CREATE INDEX "intents_rental_id_idx" ON "intents"("rental_id");

-- CreateIndex
CREATE INDEX "chain_transactions_chain_id_signer_nonce_idx" ON "chain_transactions"("chain_id", "signer", "nonce");

-- CreateIndex
CREATE INDEX "chain_transactions_intent_key_idx" ON "chain_transactions"("intent_key");

-- CreateIndex
CREATE INDEX "chain_logs_chain_id_fold_key_block_number_log_index_idx" ON "chain_logs"("chain_id", "fold_key", "block_number", "log_index");

-- CreateIndex
CREATE INDEX "chain_logs_chain_id_block_number_idx" ON "chain_logs"("chain_id", "block_number");

-- CreateIndex
CREATE INDEX "chain_rentals_chain_id_state_idx" ON "chain_rentals"("chain_id", "state");

-- AddForeignKey
ALTER TABLE "listings" ADD CONSTRAINT "listings_machine_id_fkey" FOREIGN KEY ("machine_id") REFERENCES "machines"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rentals" ADD CONSTRAINT "rentals_listing_id_fkey" FOREIGN KEY ("listing_id") REFERENCES "listings"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rentals" ADD CONSTRAINT "rentals_machine_id_fkey" FOREIGN KEY ("machine_id") REFERENCES "machines"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instances" ADD CONSTRAINT "instances_rental_id_fkey" FOREIGN KEY ("rental_id") REFERENCES "rentals"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chain_transactions" ADD CONSTRAINT "chain_transactions_intent_key_fkey" FOREIGN KEY ("intent_key") REFERENCES "intents"("key") ON DELETE RESTRICT ON UPDATE CASCADE;



-- From here on: what Prisma's schema has no words for.

-- Hex text is lower-case, with its 0x, and of the right length, so that equal bytes are equal text.
CREATE FUNCTION "is_hex"(value TEXT, bytes INTEGER) RETURNS BOOLEAN
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN value ~ '^0x[0-9a-f]*$' AND length(value) = 2 + 2 * bytes;

CREATE FUNCTION "is_hex"(value TEXT) RETURNS BOOLEAN
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN value ~ '^0x([0-9a-f]{2})*$';

-- Units fit the chain's uint256.
CREATE FUNCTION "is_units"(value NUMERIC) RETURNS BOOLEAN
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN value >= 0
        AND value < 115792089237316195423570985008687907853269984665640564039457584007913129639936;

ALTER TABLE "machines"
    ADD CONSTRAINT "machines_hex_check" CHECK (is_hex(provider, 20) AND is_hex(agent_key, 32) AND is_hex(asset_hash, 32)),
    ADD CONSTRAINT "machines_country_check" CHECK (country ~ '^[A-Z]{2}$'),
    ADD CONSTRAINT "machines_size_check" CHECK (gpu_count > 0 AND vram_gb > 0 AND cpu_cores > 0 AND ram_gb > 0 AND disk_gb > 0 AND down_mbps >= 0 AND up_mbps >= 0),
    ADD CONSTRAINT "machines_beat_check" CHECK (beat_seq >= 0 AND (liveness = 'NEVER_SEEN') = (last_beat_at IS NULL) AND (boot_id IS NULL) = (last_beat_at IS NULL));

ALTER TABLE "listings"
    ADD CONSTRAINT "listings_hex_check" CHECK (is_hex(provider, 20) AND is_hex(token, 20) AND is_hex(offer_hash, 32) AND is_hex(offer_signature)),
    ADD CONSTRAINT "listings_units_check" CHECK (is_units(price_per_hour_units)),
    ADD CONSTRAINT "listings_withdrawn_check" CHECK ((state = 'WITHDRAWN') = (withdrawn_at IS NOT NULL));

ALTER TABLE "rentals"
    ADD CONSTRAINT "rentals_hex_check" CHECK (is_hex(id, 32) AND is_hex(renter, 20) AND is_hex(provider, 20) AND is_hex(token, 20) AND is_hex(order_signature)),
    ADD CONSTRAINT "rentals_units_check" CHECK (is_units(price_per_hour_units) AND is_units(deposit_units)),
    ADD CONSTRAINT "rentals_seq_check" CHECK (chain_seq >= 0);

ALTER TABLE "instances"
    ADD CONSTRAINT "instances_port_check" CHECK (port BETWEEN 1 AND 65535);

ALTER TABLE "sign_in_challenges"
    ADD CONSTRAINT "sign_in_challenges_hex_check" CHECK (is_hex(address, 20));

ALTER TABLE "intents"
    ADD CONSTRAINT "intents_hex_check" CHECK (is_hex(rental_id, 32));

ALTER TABLE "chain_transactions"
    ADD CONSTRAINT "chain_transactions_hex_check" CHECK (is_hex(hash, 32) AND is_hex(signer, 20) AND is_hex(raw) AND is_hex(block_hash, 32)),
    ADD CONSTRAINT "chain_transactions_nonce_check" CHECK (nonce >= 0),
    ADD CONSTRAINT "chain_transactions_mined_check" CHECK (state NOT IN ('MINED', 'CONFIRMED', 'REVERTED') OR (block_hash IS NOT NULL AND block_number IS NOT NULL AND gas_used IS NOT NULL AND mined_at IS NOT NULL));

ALTER TABLE "chain_cursors"
    ADD CONSTRAINT "chain_cursors_hex_check" CHECK (is_hex(escrow, 20) AND is_hex(hash, 32)),
    ADD CONSTRAINT "chain_cursors_order_check" CHECK (0 <= finalized_number AND finalized_number <= safe_number AND safe_number <= number);

ALTER TABLE "chain_blocks"
    ADD CONSTRAINT "chain_blocks_hex_check" CHECK (is_hex(hash, 32) AND is_hex(parent_hash, 32));

ALTER TABLE "chain_logs"
    ADD CONSTRAINT "chain_logs_hex_check" CHECK (is_hex(block_hash, 32) AND is_hex(tx_hash, 32) AND is_hex(address, 20) AND is_hex(data));

ALTER TABLE "chain_rentals"
    ADD CONSTRAINT "chain_rentals_hex_check" CHECK (is_hex(rental_id, 32) AND is_hex(renter, 20) AND is_hex(provider, 20) AND is_hex(token, 20)),
    ADD CONSTRAINT "chain_rentals_units_check" CHECK (is_units(funded_units) AND is_units(claimed_units) AND is_units(to_provider_units) AND is_units(fee_units) AND is_units(refunded_units)),
    -- What was claimed went to the provider and the fee bucket, and never beyond what the rental holds.
    ADD CONSTRAINT "chain_rentals_split_check" CHECK (claimed_units = to_provider_units + fee_units AND claimed_units <= funded_units);

ALTER TABLE "chain_accounts"
    ADD CONSTRAINT "chain_accounts_hex_check" CHECK (is_hex(token, 20) AND is_hex(owner, 20)),
    ADD CONSTRAINT "chain_accounts_units_check" CHECK (is_units(free_units));

ALTER TABLE "ledger_entries"
    ADD CONSTRAINT "ledger_entries_hex_check" CHECK (is_hex(token, 20) AND is_hex(owner, 20) AND is_hex(rental_id, 32) AND is_hex(tx_hash, 32) AND is_hex(block_hash, 32)),
    ADD CONSTRAINT "ledger_entries_units_check" CHECK (is_units(amount_units) AND is_units(free_units));

ALTER TABLE "chain_tokens"
    ADD CONSTRAINT "chain_tokens_hex_check" CHECK (is_hex(address, 20)),
    ADD CONSTRAINT "chain_tokens_units_check" CHECK (is_units(fees_withdrawn_units) AND decimals BETWEEN 0 AND 255);

ALTER TABLE "chain_params"
    ADD CONSTRAINT "chain_params_check" CHECK (is_hex(fee_recipient, 20) AND fee_bps BETWEEN 0 AND 10000);

ALTER TABLE "chain_cancelled_offers"
    ADD CONSTRAINT "chain_cancelled_offers_hex_check" CHECK (is_hex(offer_hash, 32));

ALTER TABLE "chain_counters"
    ADD CONSTRAINT "chain_counters_check" CHECK (is_hex(owner, 20) AND counter >= 0);

-- A machine has one active listing at most, and a listing one rental that holds it.
CREATE UNIQUE INDEX "listings_active_of_machine" ON "listings"("machine_id") WHERE "state" = 'ACTIVE';
CREATE UNIQUE INDEX "rentals_holding_listing" ON "rentals"("listing_id") WHERE "state" IN ('FUNDING', 'RESERVED', 'RUNNING');

-- A nonce is spent once. A replacement keeps its row beside the one that took its place; what reverted has spent it too.
CREATE UNIQUE INDEX "chain_transactions_live_nonce" ON "chain_transactions"("chain_id", "signer", "nonce") WHERE "state" <> 'REPLACED';

-- What is asked for again and again, without what is done with.
CREATE INDEX "rentals_not_closed" ON "rentals"("id") WHERE "state" <> 'CLOSED';
CREATE INDEX "rentals_funding" ON "rentals"("renter", "token") WHERE "state" = 'FUNDING';
CREATE INDEX "intents_unsettled" ON "intents"("chain_id", "signer_role", "created_at") WHERE "state" IN ('QUEUED', 'SENT');
CREATE INDEX "chain_transactions_unconfirmed" ON "chain_transactions"("chain_id", "signer", "nonce") WHERE "state" IN ('SIGNED', 'BROADCAST', 'MINED');
CREATE INDEX "outbox_unrelayed" ON "outbox"("id") WHERE "relayed_at" IS NULL;

-- Records are append-only.
CREATE FUNCTION "refuse_change"() RETURNS TRIGGER
    LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER "records_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "records"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
