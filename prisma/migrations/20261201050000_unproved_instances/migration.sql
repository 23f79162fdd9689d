-- Instances that wait for their probe: few, and asked for every few seconds.
CREATE INDEX "instances_unproved" ON "instances" ("updated_at")
  WHERE "desired" = 'RUN' AND "state" = 'RUNNING' AND "proved_at" IS NULL;
