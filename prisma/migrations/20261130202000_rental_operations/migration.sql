-- What a renter asks for while it rents, and what it lets another key do.
ALTER TYPE "IntentPurpose" ADD VALUE 'PAUSE' BEFORE 'STOP';
ALTER TYPE "IntentPurpose" ADD VALUE 'RESUME_BY_RENTER' BEFORE 'STOP';
ALTER TYPE "IntentPurpose" ADD VALUE 'AMEND' BEFORE 'STOP';
ALTER TYPE "IntentPurpose" ADD VALUE 'SET_DELEGATE' BEFORE 'STOP';
ALTER TYPE "DesiredInstance" ADD VALUE 'PAUSE' BEFORE 'STOP';

-- A delegation is about no rental.
ALTER TABLE "intents" ALTER COLUMN "rental_id" DROP NOT NULL;

CREATE TABLE "chain_delegations" (
    "chain_id" INTEGER NOT NULL,
    "owner" TEXT NOT NULL,
    "delegate" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "scopes" INTEGER NOT NULL,
    "cap_units" DECIMAL(78,0) NOT NULL,
    "expiry" BIGINT NOT NULL,
    "last_block" BIGINT NOT NULL,
    "last_block_hash" TEXT NOT NULL,
    "last_log_index" INTEGER NOT NULL,
    "last_tx_hash" TEXT NOT NULL,
    "last_timestamp" BIGINT NOT NULL,

    CONSTRAINT "chain_delegations_pkey" PRIMARY KEY ("chain_id","owner","delegate","token"),
    CONSTRAINT "chain_delegations_hex_check" CHECK (is_hex(owner, 20) AND is_hex(delegate, 20) AND is_hex(token, 20)),
    CONSTRAINT "chain_delegations_check" CHECK (is_units(cap_units) AND scopes BETWEEN 0 AND 7 AND expiry >= 0)
);
CREATE INDEX "chain_delegations_chain_id_delegate_idx" ON "chain_delegations"("chain_id", "delegate");

CREATE TABLE "chain_nonces" (
    "chain_id" INTEGER NOT NULL,
    "owner" TEXT NOT NULL,
    "next" DECIMAL(78,0) NOT NULL,
    "last_block" BIGINT NOT NULL,

    CONSTRAINT "chain_nonces_pkey" PRIMARY KEY ("chain_id","owner"),
    CONSTRAINT "chain_nonces_check" CHECK (is_hex(owner, 20) AND is_units(next))
);

-- Who else holds a slice, when an interruptible rental wants to go on.
CREATE INDEX "chain_rentals_of_slice" ON "chain_rentals"("chain_id", "provider", ("order" -> 'offer' ->> 'assetHash')) WHERE "state" <> 'CLOSED';
