-- Which GPUs a machine has, and whether they are divided: facts of its own, which no search asks for.
ALTER TABLE "machines"
    ADD COLUMN "gpu_uuids" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    ADD COLUMN "mig" BOOLEAN,
    ADD CONSTRAINT "machines_gpu_uuids" CHECK (cardinality("gpu_uuids") IN (0, "gpu_count"));
