import type { DecodeEventLogReturnType } from 'viem';
import { escrowParamsAbi, rentalEscrowAbi } from './generated/index.js';

/** Everything that the escrow and its parameters emit. */
export const eventsAbi = [...rentalEscrowAbi, ...escrowParamsAbi] as const;

export type EscrowEvent = DecodeEventLogReturnType<typeof eventsAbi>;
export type EventOf<Name extends EscrowEvent['eventName']> = Extract<
  EscrowEvent,
  { eventName: Name }
>;
