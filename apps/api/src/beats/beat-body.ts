import { Refusal, type Beat } from '@gpuflow/domain';
import { z } from 'zod';

const optional = z
  .number()
  .nullish()
  .transform((value) => value ?? undefined);
const hash = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/, 'not 32 bytes in lower-case hex')
  .transform((text): `0x${string}` => `0x${text.slice(2)}`);

const form = z.strictObject({
  machineId: z.string(),
  bootId: z.string(),
  seq: z.number(),
  sentAt: z.string().datetime({ message: 'not a moment in RFC 3339, UTC' }),
  instances: z
    .array(
      z.strictObject({
        rentalId: hash,
        state: z.enum(['REQUESTED', 'STARTING', 'RUNNING', 'STOPPED', 'FAILED']),
      }),
    )
    .default([]),
  gpus: z
    .array(
      z.strictObject({
        index: z.number(),
        utilisationPercent: optional,
        memoryUsedMb: optional,
        temperatureC: optional,
        powerWatts: optional,
      }),
    )
    .default([]),
});

/** The one beat that a body says. Whether a machine can say so is the domain's to judge. Refuses `MALFORMED_INPUT`. */
export function parseBeat(bytes: Uint8Array): Beat {
  const said = form.safeParse(parseJson(bytes));
  if (said.success) return { ...said.data, sentAt: new Date(said.data.sentAt) };
  const [issue] = said.error.issues;
  throw malformed(issue?.path.join('.') || 'body', issue?.message ?? 'not a beat');
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
  } catch {
    throw malformed('body', 'not JSON');
  }
}

function malformed(field: string, reason: string): Refusal {
  return new Refusal('MALFORMED_INPUT', { field, reason });
}
