ALTER TYPE "IntentPurpose" ADD VALUE 'PUBLISH_USAGE_ROOT';

CREATE TABLE "evidence_pieces" (
    "rental_id" TEXT NOT NULL,
    "from_second" BIGINT NOT NULL,
    "until_second" BIGINT NOT NULL,
    "up" BOOLEAN NOT NULL,
    "seen" TEXT NOT NULL,
    "observed" TEXT NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "hour" INTEGER NOT NULL,
    "halt_root" TEXT,
    "said_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evidence_pieces_pkey" PRIMARY KEY ("rental_id","from_second"),
    CONSTRAINT "evidence_pieces_check" CHECK (
        "from_second" >= 0 AND "from_second" < "until_second" AND "until_second" < 1099511627776
        AND "hour" >= 0 AND is_hex("seen", 32) AND ("halt_root" IS NULL OR is_hex("halt_root", 32)))
);
CREATE INDEX "evidence_pieces_chain_id_hour_idx" ON "evidence_pieces"("chain_id", "hour");
ALTER TABLE "evidence_pieces" ADD CONSTRAINT "evidence_pieces_rental_id_fkey"
    FOREIGN KEY ("rental_id") REFERENCES "rentals"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "usage_roots" (
    "chain_id" INTEGER NOT NULL,
    "hour" INTEGER NOT NULL,
    "root" TEXT NOT NULL,
    "leaf_count" INTEGER NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "usage_roots_pkey" PRIMARY KEY ("chain_id","hour"),
    CONSTRAINT "usage_roots_check" CHECK ("hour" >= 0 AND "leaf_count" > 0 AND is_hex("root", 32))
);
