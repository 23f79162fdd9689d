-- Two branches of a chain are never stored at once, so a height and an index name a log. In this order new logs go to
-- the end of the index, where under their blocks' hashes they went everywhere.
ALTER TABLE "chain_logs"
    DROP CONSTRAINT "chain_logs_pkey",
    ADD CONSTRAINT "chain_logs_pkey" PRIMARY KEY ("chain_id", "block_number", "log_index");

DROP INDEX "chain_logs_chain_id_block_number_idx";

-- A row's logs are few and sorted when they are read: the index need not carry their places.
DROP INDEX "chain_logs_chain_id_fold_key_block_number_log_index_idx";
CREATE INDEX "chain_logs_chain_id_fold_key_idx" ON "chain_logs"("chain_id", "fold_key");

-- Every digit of a log is read before it is stored, and a pattern per column cost a third of storing it: what is left
-- to the database is the form.
ALTER TABLE "chain_logs"
    DROP CONSTRAINT "chain_logs_hex_check",
    ADD CONSTRAINT "chain_logs_hex_check" CHECK (
        length(block_hash) = 66 AND length(tx_hash) = 66 AND length(address) = 42
        AND starts_with(data, '0x') AND octet_length(data) % 2 = 0);
