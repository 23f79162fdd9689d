import { Fault, type Address, type Hex } from '@gpuflow/domain';
import {
  numberToHex,
  parseTransaction,
  recoverTransactionAddress,
  serializeTransaction,
  type TransactionSerializable,
  type TransactionSerialized,
} from 'viem';
import { toAccount } from 'viem/accounts';
import { z } from 'zod';

/** A service that keeps the key of an address and signs with it. */
export interface RemoteKey {
  url: string;
  address: Address;
}

const answerMsMax = 10_000;
/** The largest transaction that nodes take has 128 KiB: twice as many hex digits, and a little JSON. */
const answerCharactersMax = 300_000;

const answerForm = z.object({
  result: z
    .string()
    .regex(/^0x02([0-9a-f]{2})+$/i)
    .transform((text): TransactionSerialized => `0x02${text.slice(4).toLowerCase()}`),
});

/**
 * An account whose key is elsewhere: in a key management service behind Web3Signer, in Clef, or in anything else that
 * answers `eth_signTransaction` (JSON-RPC over HTTP) with the signed bytes. The answer is not believed: it must hold
 * exactly what was asked for, signed by this address. Throws `Fault('signer')`, which names neither URL nor answer.
 */
export function remoteAccount(key: RemoteKey) {
  return toAccount({
    address: key.address,
    signTransaction: (transaction) => signRemotely(key, transaction),
    signMessage: () => refuse(),
    signTypedData: () => refuse(),
  });
}

function refuse(): Promise<Hex> {
  return Promise.reject(new Error('a remote key signs transactions only'));
}

async function signRemotely(key: RemoteKey, transaction: TransactionSerializable): Promise<Hex> {
  const unsigned = serializeTransaction(transaction);
  const signed = await ask(key, requestFor(key.address, unsigned)).catch((error: unknown) =>
    fail('no answer of use', error),
  );
  const same = await isSignedBy(key.address, unsigned, signed).catch(() => false);
  return same ? signed : fail('it signed something else');
}

/** What an answer is compared with is also what is asked for: the fields are read from the unsigned bytes. */
function requestFor(from: Address, unsigned: TransactionSerialized) {
  const fields = parseTransaction(unsigned);
  if (fields.type !== 'eip1559') throw new Error(`${fields.type} transactions are not signed`);
  return {
    from,
    to: fields.to,
    data: fields.data ?? '0x',
    value: numberToHex(fields.value ?? 0n),
    nonce: numberToHex(fields.nonce ?? 0),
    gas: numberToHex(fields.gas ?? 0n),
    maxFeePerGas: numberToHex(fields.maxFeePerGas ?? 0n),
    maxPriorityFeePerGas: numberToHex(fields.maxPriorityFeePerGas ?? 0n),
    chainId: numberToHex(fields.chainId),
  };
}

async function ask({ url }: RemoteKey, transaction: object): Promise<TransactionSerialized> {
  const question = { jsonrpc: '2.0', id: 1, method: 'eth_signTransaction', params: [transaction] };
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
    redirect: 'error',
    signal: AbortSignal.timeout(answerMsMax),
  });
  const text = await readAtMost(response, answerCharactersMax);
  return answerForm.parse(JSON.parse(text)).result;
}

async function readAtMost({ body }: Response, charactersMax: number): Promise<string> {
  let text = '';
  for await (const part of (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += part;
    if (text.length > charactersMax) throw new Error('too long');
  }
  return text;
}

/** Whether these bytes are the unsigned ones with a signature of this address, and nothing else. */
async function isSignedBy(
  address: Address,
  unsigned: TransactionSerialized,
  signed: TransactionSerialized,
): Promise<boolean> {
  const { r, s, yParity, ...fields } = parseTransaction(signed);
  if (!r || !s || yParity === undefined || serializeTransaction(fields) !== unsigned) return false;
  if (serializeTransaction(fields, { r, s, yParity }) !== signed) return false;
  const signer = await recoverTransactionAddress({ serializedTransaction: signed });
  return signer.toLowerCase() === address;
}

/** Its own errors may hold the URL, and in it perhaps a secret: they go no further than here. */
function fail(what: string, error?: unknown): never {
  const kind = error instanceof Error ? `, ${error.name}` : '';
  throw new Fault('signer', new Error(`${what}${kind}`));
}
