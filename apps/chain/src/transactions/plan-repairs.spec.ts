import type { FollowedTransaction } from '@gpuflow/db';
import { planRepairs, type Situation } from './plan-repairs.js';

const gwei = 1_000_000_000n;
const now = new Date('2026-01-01T01:00:00Z');
const address = `0x${'a1'.repeat(20)}` as const;

interface Shape {
  nonce: number;
  fee?: bigint;
  ageSeconds?: number;
  carries?: boolean;
  state?: FollowedTransaction['state'];
}

function live({ nonce, fee = 10n, ageSeconds = 5, carries = true, state }: Shape) {
  return {
    hash: `0x${nonce.toString(16).padStart(64, '0')}`,
    chainId: 1,
    signer: address,
    nonce,
    intentKeys: carries ? ['a'] : [],
    maxFeePerGas: fee * gwei,
    maxPriorityFeePerGas: gwei,
    signedAt: new Date(now.getTime() - ageSeconds * 1000),
    broadcastAt: now,
    minedAt: undefined,
    inclusion: undefined,
    state: state ?? 'BROADCAST',
  } satisfies FollowedTransaction;
}

function plan(shapes: Shape[], changes: Partial<Situation> & { base?: bigint } = {}) {
  const { base = 4n, ...rest } = changes;
  const repairs = planRepairs({
    live: shapes.map(live),
    mined: 0,
    price: { baseFeePerGas: base * gwei, tip: gwei },
    maxFeePerGas: 100n * gwei,
    lastUrgentNonce: 99,
    now,
    ...rest,
  });
  return repairs.map((one) => {
    const nonce = one.kind === 'FILL' ? one.nonce : one.transaction.nonce;
    return [one.kind, nonce, Number(one.fees.maxFeePerGas / gwei)];
  });
}

describe('planRepairs', () => {
  it('leaves alone what is young and offers enough', () => {
    expect(plan([{ nonce: 0 }, { nonce: 1 }])).toEqual([]);
  });

  it('raises the first that is stuck, by an eighth, and none that only waits for it', () => {
    expect(
      plan([
        { nonce: 0, ageSeconds: 60 },
        { nonce: 1, ageSeconds: 60 },
      ]),
    ).toEqual([['RAISE', 0, 11]]);
    expect(plan([{ nonce: 0, ageSeconds: 59 }])).toEqual([]);
  });

  it('raises at once all that the base fee has left behind, to what gas costs now', () => {
    expect(plan([{ nonce: 0 }, { nonce: 1, fee: 90n }, { nonce: 2 }], { base: 20n })).toEqual([
      ['RAISE', 0, 41],
      ['RAISE', 2, 41],
    ]);
  });

  it('raises what can wait to its own cap only', () => {
    const patient = { lastUrgentNonce: -1 };
    expect(plan([{ nonce: 0 }], { base: 20n, ...patient })).toEqual([['RAISE', 0, 25]]);
    expect(plan([{ nonce: 0 }], { base: 26n, ...patient })).toEqual([]);
  });

  it('raises what can wait to the full cap where something urgent waits for it', () => {
    const shapes = [{ nonce: 0 }, { nonce: 1, fee: 90n }, { nonce: 2 }];
    expect(plan(shapes, { base: 30n, lastUrgentNonce: 1 })).toEqual([['RAISE', 0, 61]]);
  });

  it('does nothing while gas costs more than the cap', () => {
    expect(plan([{ nonce: 0, ageSeconds: 9_999 }], { base: 101n })).toEqual([]);
  });

  it('cancels after ten minutes what is stuck at the cap, for one raise more', () => {
    expect(plan([{ nonce: 0, fee: 95n, ageSeconds: 599 }])).toEqual([]);
    expect(plan([{ nonce: 0, fee: 95n, ageSeconds: 600 }])).toEqual([['CANCEL', 0, 106]]);
    expect(plan([{ nonce: 0, fee: 106n, ageSeconds: 600, carries: false }])).toEqual([]);
  });

  it('raises a cancellation as one', () => {
    expect(plan([{ nonce: 0, ageSeconds: 60, carries: false }])).toEqual([['CANCEL', 0, 11]]);
  });

  it('fills the holes before what is there, and none behind it', () => {
    expect(plan([{ nonce: 4 }, { nonce: 6 }], { mined: 2 })).toEqual([
      ['FILL', 2, 9],
      ['FILL', 3, 9],
      ['FILL', 5, 9],
    ]);
  });

  it('fills no hole that the chain has passed', () => {
    expect(plan([{ nonce: 4, state: 'MINED' }, { nonce: 6 }], { mined: 6 })).toEqual([]);
  });

  it('fills at most sixteen holes at once', () => {
    expect(plan([{ nonce: 1_000_000 }])).toHaveLength(16);
  });
});
