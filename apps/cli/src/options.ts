import { InvalidArgumentError } from 'commander';
import { getAddress, isAddress, isHash, type Address, type Hex } from 'viem';

/** A block's number. */
export function blockNumber(text: string): bigint {
  if (!/^\d{1,18}$/.test(text)) throw new InvalidArgumentError('not a block number');
  return BigInt(text);
}

export function address(text: string): Address {
  if (!isAddress(text, { strict: false })) throw new InvalidArgumentError('not an address');
  return getAddress(text);
}

/** 32 bytes: a block's hash, a rental's id. */
export function hash(text: string): Hex {
  const lower = text.toLowerCase();
  if (!isHash(lower)) throw new InvalidArgumentError('not a hash of 32 bytes');
  return lower;
}

/** A rental's log number. */
export function logNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('not a number from 1 on');
  return Number(text);
}

/** One endpoint, or several of one chain with commas between them. The text is never shown: it may hold a key. */
export function endpoints(text: string): [string, ...string[]] {
  const [first = '', ...others] = text.split(',').map((one) => one.trim());
  if (![first, ...others].every((one) => URL.canParse(one)))
    throw new InvalidArgumentError('not a URL');
  return [first, ...others];
}

/** An API's GraphQL endpoint. */
export function apiUrl(text: string): string {
  if (!URL.canParse(text)) throw new InvalidArgumentError('not a URL');
  return text;
}

/** A machine's id. */
export function machineId(text: string): string {
  const lower = text.toLowerCase();
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(lower))
    throw new InvalidArgumentError('not a UUID');
  return lower;
}

/** A machine's port: `host:port`, or `[IPv6]:port`. */
export function place(text: string): { host: string; port: number } {
  const [, bracketed, plain, digits] =
    /^(?:\[([0-9a-f:.]+)\]|([^\s:[\]/]+)):(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits);
  const host = bracketed ?? plain;
  if (host === undefined || port < 1 || port > 65_535)
    throw new InvalidArgumentError('not host:port');
  return { host, port };
}

const daySeconds = 86_400;

/** Seconds, from one to a day. */
export function seconds(text: string): number {
  const value = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : NaN;
  if (!(value <= daySeconds)) throw new InvalidArgumentError(`not seconds from 1 to ${daySeconds}`);
  return value;
}
