import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns';
import { request, type IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

import { Fault } from '@gpuflow/domain';

import { isPublicAddress } from './public-address.js';

const bodyBytesMax = 1024;

/** Where an instance should answer, and what. */
export interface ProbeTarget {
  host: string;
  port: number;
  probeToken: string;
}

export interface ProbeRules {
  /** Whether an instance may be at a private or local address: in demonstrations only. */
  privateAllowed: boolean;
  /** The time for all of it: resolving, connecting, reading. */
  timeoutMs: number;
}

/**
 * Asks an instance for its probe token: `GET /`, which must answer 200 with exactly the token. Throws
 * `Fault('instance')` where it does anything else, or is at a private address. The host is a stranger's word, so it is
 * judged by the addresses it resolves to when the connection is made, redirects are not followed, and what is read is
 * bounded in time and size.
 */
export async function askInstance(target: ProbeTarget, rules: ProbeRules): Promise<void> {
  try {
    const answer = await get(target, rules);
    if (answer !== target.probeToken) throw new Error('another answer than the probe token');
  } catch (error) {
    throw new Fault('instance', error);
  }
}

function get({ host, port }: ProbeTarget, rules: ProbeRules): Promise<string> {
  // Node looks up names only, so an address must be judged here.
  if (isIP(host) !== 0 && !rules.privateAllowed) assertPublic([host]);
  return new Promise((answer, reject) => {
    const asked = request({
      host,
      port,
      path: '/',
      agent: false,
      maxHeaderSize: 4096,
      signal: AbortSignal.timeout(rules.timeoutMs),
      ...(rules.privateAllowed ? {} : { lookup: lookupPublic }),
    });
    asked.once('error', reject);
    asked.once('response', (response) => void read(response).then(answer, reject));
    asked.end();
  });
}

async function read(response: IncomingMessage): Promise<string> {
  try {
    if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}`);
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of response) {
      if (!Buffer.isBuffer(chunk)) throw new Error('not bytes');
      bytes += chunk.length;
      if (bytes > bodyBytesMax) throw new Error(`more than ${bodyBytesMax} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  } finally {
    response.destroy();
  }
}

type LookupAnswer = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/** Resolves a name as Node does, and fails where any of its addresses is not public. */
function lookupPublic(hostname: string, options: LookupOptions, answer: LookupAnswer): void {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return answer(error, []);
    try {
      assertPublic(addresses.map(({ address }) => address));
    } catch (refused) {
      return answer(refused instanceof Error ? refused : new Error('refused'), []);
    }
    const [first] = addresses;
    if (options.all === true || first === undefined) return answer(null, addresses);
    return answer(null, first.address, first.family);
  });
}

function assertPublic(addresses: readonly string[]): void {
  if (!addresses.every(isPublicAddress)) throw new Error('not at a public address');
}
