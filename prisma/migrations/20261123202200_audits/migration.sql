-- What audits found, and the settlements that operators page through.
CREATE TABLE "audits" (
    "id" UUID NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "block_number" BIGINT NOT NULL,
    "block_hash" TEXT NOT NULL,
    "block_timestamp" BIGINT NOT NULL,
    "digest" TEXT NOT NULL,
    "logs" INTEGER NOT NULL,
    "accounts" INTEGER NOT NULL,
    "rentals" INTEGER NOT NULL,
    "differences" INTEGER NOT NULL,
    "totals" JSONB NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audits_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "audits_hex" CHECK ("block_hash" ~ '^0x[0-9a-f]{64}$' AND "digest" ~ '^0x[0-9a-f]{64}$'),
    CONSTRAINT "audits_counts" CHECK ("logs" >= 0 AND "accounts" >= 0 AND "rentals" >= 0 AND "differences" >= 0)
);

CREATE TABLE "audit_findings" (
    "audit_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "expected" TEXT NOT NULL,
    "found" TEXT NOT NULL,
    "block_number" BIGINT NOT NULL,
    "tx_hash" TEXT,

    CONSTRAINT "audit_findings_pkey" PRIMARY KEY ("audit_id", "position"),
    CONSTRAINT "audit_findings_hex" CHECK ("tx_hash" ~ '^0x[0-9a-f]{64}$')
);

CREATE INDEX "audits_chain_id_finished_at_idx" ON "audits"("chain_id", "finished_at");
CREATE INDEX "audits_chain_id_block_number_idx" ON "audits"("chain_id", "block_number");
ALTER TABLE "audit_findings" ADD CONSTRAINT "audit_findings_audit_id_fkey"
    FOREIGN KEY ("audit_id") REFERENCES "audits"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Settled(bytes32,uint96,uint96,uint96,uint32), in the chain's order.
CREATE INDEX "chain_logs_settled_idx" ON "chain_logs" ("chain_id", "block_number", "log_index")
    WHERE "topics"[1] = '0x71b20ff416db7f69a5a0e0c5c2f58f3800df2b2044eb0d3a2af69dce0859006f';
