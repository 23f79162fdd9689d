-- A machine that cannot be judged waits until then, so that it neither stops the others' judgement nor is tried all the time.
ALTER TABLE "machine_pulses" ADD COLUMN "put_off_until" TIMESTAMPTZ(3);
