import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ApiRefusal, operations, type ApiClient } from '@gpuflow/api-client';
import { z } from 'zod';
import { readIfThere, writeDurably } from './durable-file.js';

const hexOf = (bytesMin: number, bytesMax: number) =>
  z
    .string()
    .regex(new RegExp(`^0x([0-9a-fA-F]{2}){${bytesMin},${bytesMax}}$`))
    .transform((text): `0x${string}` => `0x${text.slice(2).toLowerCase()}`);
const count = z.number().int().min(0);

const factsForm = z.object({
  name: z.string(),
  gpuModel: z.string(),
  gpuCount: count,
  vramGb: count,
  cpuCores: count,
  ramGb: count,
  diskGb: count,
  downMbps: count,
  upMbps: count,
  country: z.string(),
  endpointHost: z.string(),
  region: z.string().optional(),
  diskMBps: count.optional(),
  directPorts: count.optional(),
  staticAddress: z.boolean().optional(),
  cudaVersion: z.string().optional(),
  driverVersion: z.string().optional(),
  computeCapability: z.string().optional(),
  pcieGeneration: count.optional(),
  pcieMBps: count.optional(),
  nvlink: z.boolean().optional(),
  powerLimitWatts: count.optional(),
  gpuUuids: z.array(z.string()).optional(),
  mig: z.boolean().optional(),
});

const enrolmentForm = z.object({
  enrolment: z.object({
    provider: hexOf(20, 20),
    agentKey: hexOf(32, 32),
    assetHash: hexOf(32, 32),
    validUntil: z.coerce.bigint(),
  }),
  signature: hexOf(1, 8192),
});

/** What the provider says of this machine. The API judges it. */
export type MachineFacts = z.infer<typeof factsForm>;
/** The provider's signed word that this machine's key speaks for it. */
export type SignedEnrolment = z.infer<typeof enrolmentForm>;

/** Reads the machine's facts. Throws where the file is missing, or malformed, with the field. */
export async function readFacts(file: string): Promise<MachineFacts> {
  return parseFile(factsForm, file, await readFile(file, 'utf8'));
}

/** Reads the provider's signed enrolment of this machine's key. Where there is none, throws with the way to one. */
export async function readEnrolment(file: string, publicKey: string): Promise<SignedEnrolment> {
  const text = await readIfThere(file);
  if (text === undefined) throw new Error(wayToEnrolment(file, publicKey));
  const signed = parseFile(enrolmentForm, file, text);
  const { agentKey } = signed.enrolment;
  if (agentKey !== publicKey)
    throw new Error(`${file} is for the key ${agentKey}, but this machine's key is ${publicKey}.`);
  return signed;
}

export interface EnrolOptions {
  client: ApiClient;
  /** Where the machine's id is kept. */
  home: string;
  facts: MachineFacts;
  signed: SignedEnrolment;
  signal: AbortSignal;
}

/**
 * Enrols this machine, or finds it enrolled, and answers its id. A delegation that has run out enrols no new machine,
 * but one that is enrolled stays so.
 */
export async function enrol({
  client,
  home,
  facts,
  signed,
  signal,
}: EnrolOptions): Promise<string> {
  const file = path.join(home, 'machine-id');
  const input = { facts, ...signed };
  try {
    const { enrolMachine: machine } = await client.mutate(operations.enrolMachine, input, signal);
    await writeDurably(file, `${machine.id}\n`);
    return machine.id;
  } catch (error) {
    const before = await readIfThere(file);
    const lapsed = error instanceof ApiRefusal && error.code === 'DELEGATION_EXPIRED';
    if (lapsed && before !== undefined) return before.trim();
    throw error;
  }
}

function parseFile<Value>(
  form: z.ZodType<Value, z.ZodTypeDef, unknown>,
  file: string,
  text: string,
): Value {
  const parsed = form.safeParse(jsonIn(file, text));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path: at }) => at.join('.') || 'the whole');
  throw new Error(`${file} is malformed: ${fields.join(', ')}.`);
}

function jsonIn(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${file} is not JSON.`);
  }
}

function wayToEnrolment(file: string, publicKey: string): string {
  return [
    `There is no signed enrolment in ${file}. The provider makes it where the wallet is, which is not this machine:`,
    `1. Ask the API for enrolmentTypedData(provider, agentKey, facts), with the agentKey ${publicKey} and the facts of this machine.`,
    `2. Sign the answer with the provider's wallet (eth_signTypedData_v4).`,
    `3. Save {"enrolment": <the answer's message>, "signature": "0x…"} as ${file}.`,
  ].join('\n');
}
