import { chainAccounts, intervals, providerView, type ProviderMachine } from '@gpuflow/db';
import {
  improvementsOf,
  interruptionsIn,
  timeIn,
  uptimeIn,
  type Address,
  type Interval,
  type ScoreOutlook,
  type Stretch,
} from '@gpuflow/domain';
import { scoreOutlooks, settlementNow, type Market } from '@gpuflow/marketplace';

import { headOf } from '../settlement/chain-position.js';

const daySeconds = 86_400;

/** A wallet's machines over the last `days`, and what it can be paid out now. */
export function providerStanding(
  { clock, ...market }: Market,
  provider: Address,
  dayCount: number,
) {
  const { db, policy } = market;
  return db.snapshot(async (tx) => {
    const { chainNow: now, cursor, tokens } = await settlementNow({ clock, ...market }, tx);
    const since = now - BigInt(dayCount * daySeconds);
    const period = { chainId: policy.chainId, provider, since, now };
    const machines = await providerView(tx, period);
    const ids = machines.map(({ machine }) => machine.id);
    const outlooks = await scoreOutlooks(tx, ids);
    const days = daysTo(clock.now(), dayCount);
    const logs = await intervals.within(tx, ids, days.from, days.until);
    const keys = tokens.map(({ address: token }) => ({ token, owner: provider }));
    const accounts = await chainAccounts.findMany(tx, policy.chainId, keys);
    return {
      machines: machines.map((view) => ({
        ...standingOf(view, outlooks.get(view.machine.id), days),
        uptime: uptimeOf(logs.get(view.machine.id) ?? [], days),
      })),
      payout: accounts.map(({ freeUnits: units, token }) => ({ units, token })),
      position: headOf(cursor),
    };
  });
}

function daysTo(until: Date, count: number): Stretch {
  return { from: new Date(until.getTime() - count * daySeconds * 1000), until };
}

/** Since the machine was enrolled, where that is later: what it was not there for does not count against it. */
function standingOf(
  view: ProviderMachine,
  outlook: ScoreOutlook | undefined,
  { from, until }: Stretch,
) {
  const { machine, listings, rentedGpuSeconds, earnings } = view;
  const since = Math.max(from.getTime(), machine.enrolledAt.getTime());
  const gpuSeconds = (machine.gpuCount * (until.getTime() - since)) / 1000;
  return {
    machine,
    listings,
    rentedGpuSeconds,
    occupancy: gpuSeconds > 0 ? Math.min(1, Number(rentedGpuSeconds) / gpuSeconds) : 0,
    earnings: earnings.map(({ day, token, units }) => ({ day, earned: { units, token } })),
    improvements: improvementsOf(machine, listings, outlook),
  };
}

function uptimeOf(log: readonly Interval[], { from, until }: Stretch) {
  return { share: uptimeIn(timeIn(log, from, until)), silences: interruptionsIn(log).length };
}
