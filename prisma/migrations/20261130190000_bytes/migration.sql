-- A raw log is half as long in bytes as in hex, and so is what it costs to write. Its topics stand one after another.
DROP INDEX "chain_logs_settled_idx";
ALTER TABLE "chain_logs"
    DROP CONSTRAINT "chain_logs_hex_check",
    ALTER COLUMN "block_hash" TYPE BYTEA USING decode(substr("block_hash", 3), 'hex'),
    ALTER COLUMN "tx_hash" TYPE BYTEA USING decode(substr("tx_hash", 3), 'hex'),
    ALTER COLUMN "address" TYPE BYTEA USING decode(substr("address", 3), 'hex'),
    ALTER COLUMN "topics" TYPE BYTEA USING decode(replace(array_to_string("topics", ''), '0x', ''), 'hex'),
    ALTER COLUMN "topics" SET NOT NULL,
    ALTER COLUMN "data" TYPE BYTEA USING decode(substr("data", 3), 'hex'),
    ADD CONSTRAINT "chain_logs_length_check" CHECK (
        octet_length(block_hash) = 32 AND octet_length(tx_hash) = 32 AND octet_length(address) = 20
        AND octet_length(topics) % 32 = 0 AND octet_length(topics) <= 128);
CREATE INDEX "chain_logs_settled_idx" ON "chain_logs" ("chain_id", "block_number", "log_index")
    WHERE substr("topics", 1, 32) = '\x71b20ff416db7f69a5a0e0c5c2f58f3800df2b2044eb0d3a2af69dce0859006f';

-- Of an account's line the key stays text, as accounts have it; every digit of it was read in its log.
ALTER TABLE "ledger_entries"
    DROP CONSTRAINT "ledger_entries_hex_check",
    ALTER COLUMN "rental_id" TYPE BYTEA USING decode(substr("rental_id", 3), 'hex'),
    ALTER COLUMN "tx_hash" TYPE BYTEA USING decode(substr("tx_hash", 3), 'hex'),
    ALTER COLUMN "block_hash" TYPE BYTEA USING decode(substr("block_hash", 3), 'hex'),
    ADD CONSTRAINT "ledger_entries_length_check" CHECK (
        length(token) = 42 AND length(owner) = 42 AND octet_length(rental_id) = 32
        AND octet_length(tx_hash) = 32 AND octet_length(block_hash) = 32);
