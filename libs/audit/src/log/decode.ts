import { decodeEventLog, type DecodeEventLogReturnType, type Hex } from 'viem';

import { escrowEvents, paramsEvents, usageEvents } from './abi.js';
import type { RawLog } from '../node/raw-log.js';

const events = [...escrowEvents, ...paramsEvents, ...usageEvents] as const;

/** What a log of one of the contracts says. Addresses have their checksums (EIP-55). */
export type LogContent = DecodeEventLogReturnType<typeof events>;
export type LogName = LogContent['eventName'];
/** The values of a log of this name. */
export type ArgsOf<Name extends LogName> = Extract<LogContent, { eventName: Name }>['args'];

/** The signed terms, as the log of an opening carries them whole. Units per hour, seconds, unix seconds. */
export type Order = ArgsOf<'RentalOpened'>['order'];
export type Offer = Order['offer'];

/** A log with what it says, and the chain's time when it was said. */
export interface AuditLog {
  raw: RawLog;
  content: LogContent;
  /** The block's time, in seconds. */
  at: bigint;
}

/** What a raw log says; undefined where it is none of the contracts' logs, or not in their form. */
export function decodeLog({ topics, data }: { topics: readonly Hex[]; data: Hex }) {
  const [signature, ...rest] = topics;
  if (signature === undefined) return undefined;
  try {
    return decodeEventLog({ abi: events, topics: [signature, ...rest], data, strict: true });
  } catch {
    return undefined;
  }
}
