import type { Address } from './ids.js';

/** Who acts: a wallet that signed in, a machine's agent, or the platform itself. */
export type Actor =
  | { kind: 'WALLET'; address: Address }
  | { kind: 'MACHINE'; machineId: string }
  | { kind: 'SYSTEM'; name: string };

/** The actor in one word, as records and idempotency keys name it. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'WALLET':
      return actor.address;
    case 'MACHINE':
      return `machine:${actor.machineId}`;
    case 'SYSTEM':
      return `system:${actor.name}`;
  }
}
