import { Refusal, type Actor, type Address } from '@gpuflow/domain';

/** Refuses `NOT_OWNER` unless the actor is this wallet. */
export function assertWallet(actor: Actor, owner: Address, kind: string, id: string): void {
  if (actor.kind === 'WALLET' && actor.address === owner) return;
  throw new Refusal('NOT_OWNER', {
    actor: actor.kind === 'WALLET' ? actor.address : actor.kind,
    kind,
    id,
  });
}

/** Refuses `NOT_OWNER` unless the actor is this machine. */
export function assertMachine(actor: Actor, machineId: string): void {
  if (actor.kind === 'MACHINE' && actor.machineId === machineId) return;
  throw new Refusal('NOT_OWNER', { actor: actor.kind, kind: 'machine', id: machineId });
}

/** Refuses `WRONG_CHAIN` for what was signed or sent for another chain. */
export function assertChain(have: number, want: number): void {
  if (have !== want) throw new Refusal('WRONG_CHAIN', { have, want });
}

/** The thing, or a refusal `NOT_FOUND`. */
export function found<Thing>(thing: Thing | undefined, kind: string, id: string): Thing {
  if (thing === undefined) throw new Refusal('NOT_FOUND', { kind, id });
  return thing;
}
