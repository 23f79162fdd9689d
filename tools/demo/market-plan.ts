import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { z } from 'zod';

import { repository } from '../start/settings.ts';

const file = path.join(repository, 'prisma/seed/demo-market.json');

const machineSchema = z.object({
  name: z.string(),
  /** Counts the demonstration's providers from 0. */
  provider: z.number().int(),
  /** Whether the demonstration runs an agent for it. */
  agent: z.boolean().default(false),
  tier: z.enum(['SECURE', 'COMMUNITY']),
  class: z.enum(['ON_DEMAND', 'INTERRUPTIBLE']).default('ON_DEMAND'),
  gpuModel: z.string(),
  gpuCount: z.number().int(),
  vramGb: z.number().int(),
  cpuCores: z.number().int(),
  ramGb: z.number().int(),
  diskGb: z.number().int(),
  downMbps: z.number().int(),
  upMbps: z.number().int(),
  country: z.string(),
  /** Dollars. */
  pricePerHour: z.string().regex(/^\d+\.\d\d$/),
});

/** A machine of the demonstration market. */
export type PlannedMachine = z.infer<typeof machineSchema>;

/** The machines of the demonstration market, as the project's seed file lists them. */
export function plannedMachines(): PlannedMachine[] {
  const text = readFileSync(file, 'utf8');
  return z.object({ machines: z.array(machineSchema) }).parse(JSON.parse(text)).machines;
}

/** The price in base units of a token with 6 decimals. */
export function priceUnits({ pricePerHour }: PlannedMachine): bigint {
  return BigInt(pricePerHour.replace('.', '')) * 10_000n;
}

/** What the provider says of it. Its instances answer on this computer. */
export function factsOf(machine: PlannedMachine) {
  const { name, gpuModel, gpuCount, vramGb, cpuCores, ramGb, diskGb, downMbps, upMbps, country } =
    machine;
  const size = { gpuCount, vramGb, cpuCores, ramGb, diskGb, downMbps, upMbps };
  return { name, gpuModel, ...size, country, endpointHost: '127.0.0.1' };
}

/** RFC 8410's wrapping of an Ed25519 seed. */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The agent key of a machine that has no agent: the same at every start, so that it is enrolled once. */
export function idleAgentKey(machine: PlannedMachine): `0x${string}` {
  const seed = createHash('sha256').update(`gpuflow demonstration ${machine.name}`).digest();
  const key = Buffer.concat([pkcs8Prefix, seed]);
  const { x } = createPublicKey(createPrivateKey({ key, format: 'der', type: 'pkcs8' })).export({
    format: 'jwk',
  });
  return `0x${Buffer.from(x ?? '', 'base64url').toString('hex')}`;
}
