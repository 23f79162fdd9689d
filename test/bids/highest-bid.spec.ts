import { judgeLogs, type EmittedLog } from '@gpuflow/audit';
import type { EscrowRental, Hash } from '@gpuflow/domain';
import fc from 'fast-check';

import { encodeLog } from '../load/backfill/encode-log.ts';
import { happenings, paces } from './happenings.ts';
import { place, type ModelChain } from './model-chain.ts';
import { SlicePlay, type Moment, type Pace } from './slice-play.ts';

const seed = Number(process.env.SEED ?? 20_260_212);

/** Plays of random bids, raises, pauses, stops and orders on demand at every pace. */
function everyPlay(check: (play: SlicePlay, pace: Pace) => void): void {
  const property = fc.property(happenings, paces, (happened, pace) => {
    check(new SlicePlay(pace).play(happened), pace);
  });
  fc.assert(property, { seed, numRuns: 60 });
}

it('has the highest bid run at every instant, but for a notice, a boot and three blocks', () => {
  everyPlay(({ moments, chain }, { notice, boot, lag }) => {
    const most = BigInt(notice + boot + 3 * lag);
    for (const { now, since } of waitsOfTheHighest(moments, chain))
      expect(now - since).toBeLessThanOrEqual(most);
  });
});

it('gives the slice to the highest bid, and to the older of two equal ones', () => {
  everyPlay(({ given, chain }) => {
    for (const { rentalId, among } of given) expect(highest(among, chain)?.rentalId).toBe(rentalId);
  });
});

it('opens an order on demand, or learns why not, after a notice and three blocks at the latest', () => {
  everyPlay(({ moments }, { notice, lag }) => {
    for (const { now, claimedAt = now } of moments)
      expect(now - claimedAt).toBeLessThanOrEqual(BigInt(notice + 3 * lag));
  });
});

it('asks the contract for nothing that it refuses, where nothing happens between asking and block', () => {
  everyPlay(({ refused }, { lag }) => {
    if (lag === 0) expect(refused).toEqual([]);
  });
});

it('preempts no more often than somebody bids more, or comes on demand', () => {
  everyPlay(({ chain: { logs } }) => {
    const count = (...kinds: string[]) => logs.filter(({ log }) => kinds.includes(log.kind)).length;
    const offered = count('RENTAL_OPENED', 'RENTAL_REPRICED');
    expect(count('RENTAL_PREEMPTED')).toBeLessThanOrEqual(offered);
  });
});

it('leaves logs in which an audit finds nothing', () => {
  everyPlay(({ chain: { logs } }) => {
    expect(judge(logs.map(({ emitted }) => emitted))).toEqual([]);
  });
});

describe('an audit of the same logs', () => {
  it('finds it where a rental gave way to one that pays no more', () => {
    everyPlay(({ chain: { logs } }) => {
      const bent = logs.map(({ log, emitted }): EmittedLog => {
        if (log.kind !== 'RENTAL_PREEMPTED') return emitted;
        return { ...emitted, ...encodeLog({ ...log, byPriceUnits: 1n }) };
      });
      const byBids = logs.filter(({ log }) => log.kind === 'RENTAL_PREEMPTED' && isBid(log.byNew));
      const codes = judge(bent).map(({ code }) => code);
      expect(codes.filter((code) => code === 'PREEMPTED_BY_LESS')).toHaveLength(byBids.length);

      function isBid(id: Hash): boolean {
        return logs.some(
          ({ log }) =>
            log.kind === 'RENTAL_OPENED' &&
            log.rentalId === id &&
            log.order.offer.class === 'INTERRUPTIBLE',
        );
      }
    });
  });

  it('finds it where the winner runs before the notice is over', () => {
    const play = new SlicePlay({ notice: 300, boot: 0, lag: 0 });
    const bid = { after: 10, what: 'BID', by: 1 } as const;
    play.play([
      { ...bid, who: 0 },
      { ...bid, who: 1, by: 2 },
    ]);
    const logs = play.chain.logs.map(({ log, emitted }): EmittedLog => {
      if (log.kind !== 'RENTAL_PREEMPTED') return emitted;
      return { ...emitted, ...encodeLog({ ...log, haltsAt: log.haltsAt + 60n }) };
    });
    const codes = judge(logs).map(({ code }) => code);
    expect(codes).toContain('GPU_RENTED_TWICE');
  });
});

function judge(logs: readonly EmittedLog[]) {
  const last = logs.at(-1)?.timestamp ?? 0n;
  return judgeLogs(place, logs, last + 86_400n);
}

/** Moments in which the highest bid does not run although nobody on demand keeps it from that, and since when. */
function* waitsOfTheHighest(moments: readonly Moment[], chain: ModelChain) {
  let waiting: { rentalId: Hash; since: bigint } | undefined;
  for (const { now, holder, waiting: bids, claimedAt, disturbedAt } of moments) {
    const onDemand = claimedAt !== undefined || holder?.order.offer.class === 'ON_DEMAND';
    const best = onDemand ? undefined : highest(bids, chain);
    const runs = holder?.state === 'RUNNING' ? holder.pricePerHourUnits : -1n;
    const due = best !== undefined && best.pricePerHourUnits > runs ? best : undefined;
    if (due === undefined) waiting = undefined;
    else if (due.rentalId !== waiting?.rentalId || disturbedAt > waiting.since)
      waiting = { rentalId: due.rentalId, since: now };
    if (waiting !== undefined) yield { now, since: waiting.since };
  }
}

/** By brute force: sorted by price, then by the place of the log that set it. */
function highest(bids: readonly EscrowRental[], chain: ModelChain): EscrowRental | undefined {
  return bids.toSorted((one, other) => {
    if (one.pricePerHourUnits !== other.pricePerHourUnits)
      return one.pricePerHourUnits > other.pricePerHourUnits ? -1 : 1;
    const [a, b] = [chain.pricedAt(one.rentalId), chain.pricedAt(other.rentalId)];
    return Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex;
  })[0];
}
