-- GPU catalogue, measured facts, slices, listing terms, price history, maintenance: what a market of parts of machines knows.

CREATE TYPE "GpuLine" AS ENUM ('CONSUMER', 'WORKSTATION', 'DATACENTER');
CREATE TYPE "RentalClass" AS ENUM ('ON_DEMAND', 'INTERRUPTIBLE');

ALTER TABLE "machines"
    ADD COLUMN "spec" JSONB,
    ADD COLUMN "trust" JSONB NOT NULL DEFAULT '{}',
    ADD COLUMN "region" TEXT,
    ADD COLUMN "disk_mbytes_per_second" INTEGER,
    ADD COLUMN "direct_ports" INTEGER,
    ADD COLUMN "static_address" BOOLEAN,
    ADD COLUMN "cuda_version" TEXT,
    ADD COLUMN "driver_version" TEXT,
    ADD COLUMN "compute_capability" TEXT,
    ADD COLUMN "pcie_generation" INTEGER,
    ADD COLUMN "pcie_mbytes_per_second" INTEGER,
    ADD COLUMN "nvlink" BOOLEAN,
    ADD COLUMN "power_limit_watts" INTEGER,
    ADD COLUMN "reliability" DOUBLE PRECISION,
    ADD COLUMN "measured_at" TIMESTAMPTZ(3);

-- What stands there was signed, and nothing was measured yet.
UPDATE "machines" SET "spec" = jsonb_build_object(
    'name', name, 'gpuModel', gpu_model, 'gpuCount', gpu_count, 'vramGb', vram_gb, 'cpuCores', cpu_cores, 'ramGb', ram_gb,
    'diskGb', disk_gb, 'downMbps', down_mbps, 'upMbps', up_mbps, 'country', country, 'endpointHost', endpoint_host);

ALTER TABLE "machines"
    ALTER COLUMN "spec" SET NOT NULL,
    ADD CONSTRAINT "machines_region_check" CHECK (region ~ '^[A-Z]{2}-[A-Z0-9]{1,3}$'),
    ADD CONSTRAINT "machines_measures_check" CHECK (disk_mbytes_per_second > 0 AND direct_ports BETWEEN 0 AND 65535 AND pcie_generation > 0 AND pcie_mbytes_per_second > 0 AND power_limit_watts > 0),
    ADD CONSTRAINT "machines_reliability_check" CHECK (reliability BETWEEN 0 AND 1);

CREATE TABLE "maintenance_windows" (
    "id" UUID NOT NULL,
    "machine_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,
    "announced_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "maintenance_windows_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "maintenance_windows_times_check" CHECK (starts_at < ends_at)
);

CREATE INDEX "maintenance_windows_machine_id_ends_at_idx" ON "maintenance_windows"("machine_id", "ends_at");

ALTER TABLE "maintenance_windows" ADD CONSTRAINT "maintenance_windows_machine_id_fkey" FOREIGN KEY ("machine_id") REFERENCES "machines"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "listings"
    ADD COLUMN "class" "RentalClass",
    ADD COLUMN "asset_hash" TEXT,
    ADD COLUMN "storage_price_per_hour_units" DECIMAL(78,0),
    ADD COLUMN "included_disk_gb" INTEGER,
    ADD COLUMN "disk_price_per_gb_hour_units" DECIMAL(78,0),
    ADD COLUMN "up_price_per_gb_units" DECIMAL(78,0),
    ADD COLUMN "down_price_per_gb_units" DECIMAL(78,0),
    ADD COLUMN "min_duration" INTEGER,
    ADD COLUMN "notice_seconds" INTEGER,
    ADD COLUMN "available_until" TIMESTAMPTZ(3),
    ADD COLUMN "gpu_indices" INTEGER[],
    ADD COLUMN "gpu_family" TEXT,
    ADD COLUMN "gpu_line" "GpuLine",
    ADD COLUMN "gpu_count" INTEGER,
    ADD COLUMN "vram_gb" INTEGER,
    ADD COLUMN "total_vram_gb" INTEGER,
    ADD COLUMN "tensor_tflops" DOUBLE PRECISION,
    ADD COLUMN "cpu_cores" INTEGER,
    ADD COLUMN "ram_gb" INTEGER,
    ADD COLUMN "disk_gb" INTEGER,
    ADD COLUMN "country" CHAR(2),
    ADD COLUMN "region" TEXT,
    ADD COLUMN "provider_since" TIMESTAMPTZ(3),
    ADD COLUMN "liveness" "Liveness",
    ADD COLUMN "reliability" DOUBLE PRECISION,
    ADD COLUMN "disk_mbytes_per_second" INTEGER,
    ADD COLUMN "down_mbps" INTEGER,
    ADD COLUMN "up_mbps" INTEGER,
    ADD COLUMN "direct_ports" INTEGER,
    ADD COLUMN "static_address" BOOLEAN,
    ADD COLUMN "cuda_version" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    ADD COLUMN "driver_version" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    ADD COLUMN "compute_capability" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    ADD COLUMN "pcie_generation" INTEGER,
    ADD COLUMN "nvlink" BOOLEAN;

-- A listing so far was all of its machine, with disk and traffic in its price.
UPDATE "listings" l SET
    class = (l.offer ->> 'class')::"RentalClass",
    asset_hash = l.offer ->> 'assetHash',
    storage_price_per_hour_units = (l.offer ->> 'storagePricePerHour')::numeric,
    included_disk_gb = m.disk_gb,
    disk_price_per_gb_hour_units = 0,
    up_price_per_gb_units = 0,
    down_price_per_gb_units = 0,
    min_duration = (l.offer ->> 'minDuration')::integer,
    notice_seconds = (l.offer ->> 'noticeSeconds')::integer,
    available_until = to_timestamp((l.offer ->> 'availableUntil')::bigint),
    gpu_indices = ARRAY(SELECT generate_series(0, m.gpu_count - 1)),
    gpu_family = coalesce(g.family, m.gpu_model),
    gpu_line = coalesce(g.line, 'CONSUMER')::"GpuLine",
    gpu_count = m.gpu_count,
    vram_gb = m.vram_gb,
    total_vram_gb = m.gpu_count * m.vram_gb,
    tensor_tflops = coalesce(g.tflops, 0) * m.gpu_count,
    cpu_cores = m.cpu_cores,
    ram_gb = m.ram_gb,
    disk_gb = m.disk_gb,
    country = m.country,
    provider_since = (SELECT min(p.enrolled_at) FROM machines p WHERE p.provider = m.provider),
    liveness = m.liveness,
    down_mbps = m.down_mbps,
    up_mbps = m.up_mbps
FROM "machines" m
LEFT JOIN (VALUES
    ('RTX 5090', 'Blackwell', 'CONSUMER', 209.5),
    ('RTX 4090', 'Ada Lovelace', 'CONSUMER', 165.2),
    ('RTX 4080', 'Ada Lovelace', 'CONSUMER', 97.5),
    ('L40S', 'Ada Lovelace', 'DATACENTER', 362),
    ('L4', 'Ada Lovelace', 'DATACENTER', 121),
    ('RTX 3090', 'Ampere', 'CONSUMER', 71),
    ('RTX 3080', 'Ampere', 'CONSUMER', 59.5),
    ('RTX 3070', 'Ampere', 'CONSUMER', 40.6),
    ('RTX A6000', 'Ampere', 'WORKSTATION', 154.8),
    ('A100 40GB', 'Ampere', 'DATACENTER', 312),
    ('A100 80GB', 'Ampere', 'DATACENTER', 312),
    ('A40', 'Ampere', 'DATACENTER', 149.7),
    ('H100 80GB', 'Hopper', 'DATACENTER', 989.4),
    ('H200', 'Hopper', 'DATACENTER', 989.4)
) AS g(name, family, line, tflops) ON g.name = m.gpu_model
WHERE m.id = l.machine_id;

ALTER TABLE "listings"
    ALTER COLUMN "class" SET NOT NULL,
    ALTER COLUMN "asset_hash" SET NOT NULL,
    ALTER COLUMN "storage_price_per_hour_units" SET NOT NULL,
    ALTER COLUMN "included_disk_gb" SET NOT NULL,
    ALTER COLUMN "disk_price_per_gb_hour_units" SET NOT NULL,
    ALTER COLUMN "up_price_per_gb_units" SET NOT NULL,
    ALTER COLUMN "down_price_per_gb_units" SET NOT NULL,
    ALTER COLUMN "min_duration" SET NOT NULL,
    ALTER COLUMN "notice_seconds" SET NOT NULL,
    ALTER COLUMN "available_until" SET NOT NULL,
    ALTER COLUMN "gpu_family" SET NOT NULL,
    ALTER COLUMN "gpu_line" SET NOT NULL,
    ALTER COLUMN "gpu_count" SET NOT NULL,
    ALTER COLUMN "vram_gb" SET NOT NULL,
    ALTER COLUMN "total_vram_gb" SET NOT NULL,
    ALTER COLUMN "tensor_tflops" SET NOT NULL,
    ALTER COLUMN "cpu_cores" SET NOT NULL,
    ALTER COLUMN "ram_gb" SET NOT NULL,
    ALTER COLUMN "disk_gb" SET NOT NULL,
    ALTER COLUMN "country" SET NOT NULL,
    ALTER COLUMN "provider_since" SET NOT NULL,
    ALTER COLUMN "liveness" SET NOT NULL,
    ALTER COLUMN "down_mbps" SET NOT NULL,
    ALTER COLUMN "up_mbps" SET NOT NULL,
    ADD CONSTRAINT "listings_asset_hash_check" CHECK (is_hex(asset_hash, 32)),
    ADD CONSTRAINT "listings_terms_check" CHECK (is_units(storage_price_per_hour_units) AND is_units(disk_price_per_gb_hour_units) AND is_units(up_price_per_gb_units) AND is_units(down_price_per_gb_units)),
    ADD CONSTRAINT "listings_slice_check" CHECK (gpu_indices IS NOT NULL AND cardinality(gpu_indices) = gpu_count AND gpu_count > 0 AND disk_gb > 0 AND included_disk_gb BETWEEN 0 AND disk_gb);

CREATE INDEX "listings_machine_id_idx" ON "listings"("machine_id");

-- Several slices of a machine may be listed, each once in a class.
DROP INDEX "listings_active_of_machine";
CREATE UNIQUE INDEX "listings_active_slice" ON "listings"("machine_id", "asset_hash", "class") WHERE "state" = 'ACTIVE';

CREATE TABLE "listing_offers" (
    "offer_hash" TEXT NOT NULL,
    "listing_id" UUID NOT NULL,
    "price_per_hour_units" DECIMAL(78,0) NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "replaced_at" TIMESTAMPTZ(3),

    CONSTRAINT "listing_offers_pkey" PRIMARY KEY ("offer_hash"),
    CONSTRAINT "listing_offers_hex_check" CHECK (is_hex(offer_hash, 32)),
    CONSTRAINT "listing_offers_units_check" CHECK (is_units(price_per_hour_units))
);

CREATE INDEX "listing_offers_listing_id_published_at_idx" ON "listing_offers"("listing_id", "published_at");

ALTER TABLE "listing_offers" ADD CONSTRAINT "listing_offers_listing_id_fkey" FOREIGN KEY ("listing_id") REFERENCES "listings"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

INSERT INTO "listing_offers" (offer_hash, listing_id, price_per_hour_units, published_at)
SELECT offer_hash, id, price_per_hour_units, published_at FROM "listings";

ALTER TABLE "rentals" ADD COLUMN "usage" JSONB;

-- What listings repeat of their machine follows it in the same transaction, whoever writes.
CREATE FUNCTION "version_numbers"(version TEXT) RETURNS INTEGER[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(string_to_array(version, '.')::integer[], ARRAY[]::integer[]);

CREATE FUNCTION "mirror_machine"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE listings SET
        liveness = new.liveness,
        reliability = new.reliability,
        disk_mbytes_per_second = new.disk_mbytes_per_second,
        down_mbps = new.down_mbps,
        up_mbps = new.up_mbps,
        direct_ports = new.direct_ports,
        static_address = new.static_address,
        cuda_version = version_numbers(new.cuda_version),
        driver_version = version_numbers(new.driver_version),
        compute_capability = version_numbers(new.compute_capability),
        pcie_generation = new.pcie_generation,
        nvlink = new.nvlink
    WHERE machine_id = new.id;
    RETURN NULL;
END $$;

CREATE TRIGGER "machines_mirror" AFTER UPDATE ON "machines" FOR EACH ROW
    WHEN ((old.liveness, old.reliability, old.disk_mbytes_per_second, old.down_mbps, old.up_mbps, old.direct_ports, old.static_address, old.cuda_version, old.driver_version, old.compute_capability, old.pcie_generation, old.nvlink)
        IS DISTINCT FROM (new.liveness, new.reliability, new.disk_mbytes_per_second, new.down_mbps, new.up_mbps, new.direct_ports, new.static_address, new.cuda_version, new.driver_version, new.compute_capability, new.pcie_generation, new.nvlink))
    EXECUTE FUNCTION "mirror_machine"();
