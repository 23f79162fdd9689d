-- What the meter says beside starts.
ALTER TYPE "IntentPurpose" ADD VALUE 'HALT' BEFORE 'STOP';
ALTER TYPE "IntentPurpose" ADD VALUE 'RESUME' BEFORE 'STOP';

-- A transaction carries any number of intents.
CREATE TABLE "chain_transaction_items" (
    "transaction_hash" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "intent_key" TEXT NOT NULL,
    "failure" TEXT,

    CONSTRAINT "chain_transaction_items_pkey" PRIMARY KEY ("transaction_hash","position")
);
CREATE INDEX "chain_transaction_items_intent_key_idx" ON "chain_transaction_items"("intent_key");
ALTER TABLE "chain_transaction_items"
    ADD CONSTRAINT "chain_transaction_items_transaction_hash_fkey" FOREIGN KEY ("transaction_hash") REFERENCES "chain_transactions"("hash") ON DELETE RESTRICT ON UPDATE CASCADE,
    ADD CONSTRAINT "chain_transaction_items_intent_key_fkey" FOREIGN KEY ("intent_key") REFERENCES "intents"("key") ON DELETE RESTRICT ON UPDATE CASCADE,
    ADD CONSTRAINT "chain_transaction_items_check" CHECK (position >= 0 AND is_hex(failure));
INSERT INTO "chain_transaction_items" ("transaction_hash", "position", "intent_key")
    SELECT "hash", 0, "intent_key" FROM "chain_transactions";
ALTER TABLE "chain_transactions" DROP COLUMN "intent_key";

-- The fees of bytes that were signed before stand in the bytes alone. 0 has those that are still in no block replaced.
ALTER TABLE "chain_transactions"
    ADD COLUMN "max_fee_per_gas" BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN "max_priority_fee_per_gas" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "chain_transactions"
    ALTER COLUMN "max_fee_per_gas" DROP DEFAULT,
    ALTER COLUMN "max_priority_fee_per_gas" DROP DEFAULT,
    ADD CONSTRAINT "chain_transactions_fees_check" CHECK (0 <= max_priority_fee_per_gas AND max_priority_fee_per_gas <= max_fee_per_gas);
