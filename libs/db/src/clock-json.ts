import { rates, type RentalClock } from '@gpuflow/domain';
import { z } from 'zod';

const uint = z
  .string()
  .regex(/^(0|[1-9]\d{0,77})$/)
  .transform(BigInt);

const segment = z.object({ from: uint, rate: z.enum(rates), pricePerHourUnits: uint }).strict();

const clock = z
  .object({
    closedUnitSeconds: uint,
    closedSeconds: uint,
    previous: segment.optional(),
    current: segment,
  })
  .strict();

/** The clock in a JSON column. Throws where the column holds anything else. */
export function clockFromJson(json: unknown): RentalClock {
  const { previous, ...stored } = clock.parse(json);
  return { ...stored, previous };
}
