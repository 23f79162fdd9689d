import { z } from 'zod';
import { answeredError, ApiFault, errorOf } from './api-errors.js';
import { exchange, type ApiEndpoint } from './post-operation.js';

/** The API's leave to beat, as `openBeatSession` gives it. */
export interface BeatKey {
  id: string;
  /** 32 bytes in hex. */
  key: `0x${string}`;
}

/** A heartbeat: what `openBeatSession` in the SDL says of its body. */
export interface BeatBody {
  machineId: string;
  bootId: string;
  seq: number;
  sentAt: Date;
  instances?: readonly { rentalId: `0x${string}`; state: string }[];
  /** What could not be measured is left out. */
  gpus?: readonly {
    index: number;
    utilisationPercent?: number;
    memoryUsedMb?: number;
    temperatureC?: number;
    powerWatts?: number;
  }[];
}

const ack = z.object({
  seq: z.number(),
  receivedAt: z.string().transform((text) => new Date(text)),
  beatEverySeconds: z.number().positive(),
});
export type BeatAck = z.output<typeof ack>;

/**
 * Sends a heartbeat to the API beside whose GraphQL `endpoint` is, signed by the session's key. It is durable when this
 * answers. Throws `ApiRefusal` where it does not count, `ApiFault` where no usable answer came.
 */
export async function postBeat(
  { url }: Pick<ApiEndpoint, 'url'>,
  session: BeatKey,
  beat: BeatBody,
  signal?: AbortSignal,
): Promise<BeatAck> {
  const body = JSON.stringify(beat);
  const authorization = `Beat ${session.id}:${await hmac(session.key, body)}`;
  const answer = await exchange(url.replace(/\/graphql$/, '/beats'), authorization, body, signal);
  const taken = ack.safeParse(answer);
  if (taken.success) return taken.data;
  const refused = answeredError.safeParse(answer);
  if (refused.success) throw errorOf(refused.data);
  throw new ApiFault('a malformed answer to a beat');
}

/** HMAC-SHA256 (RFC 2104) by Web Crypto, which browsers have too. */
async function hmac(key: `0x${string}`, text: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const secret = await crypto.subtle.importKey('raw', bytesOf(key), algorithm, false, ['sign']);
  const mac = await crypto.subtle.sign('HMAC', secret, new TextEncoder().encode(text));
  return Array.from(new Uint8Array(mac), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bytesOf(hex: `0x${string}`): Uint8Array<ArrayBuffer> {
  const pairs = hex.slice(2).match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}
