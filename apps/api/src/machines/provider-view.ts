import { chainAccounts, providerView, type ProviderMachine } from '@gpuflow/db';
import { improvementsOf, uptimeOf, type Address, type ScoreOutlook } from '@gpuflow/domain';
import { scoreOutlooks, settlementNow, type Market } from '@gpuflow/marketplace';

import { headOf } from '../settlement/chain-position.js';

const daySeconds = 86_400;

/** A wallet's machines over the last `days`, and what it can be paid out now. */
export function providerStanding({ clock, ...market }: Market, provider: Address, days: number) {
  const { db, policy } = market;
  return db.snapshot(async (tx) => {
    const { chainNow: now, cursor, tokens } = await settlementNow({ clock, ...market }, tx);
    const since = now - BigInt(days * daySeconds);
    const period = { chainId: policy.chainId, provider, since, now };
    const machines = await providerView(tx, period);
    const outlooks = await scoreOutlooks(
      tx,
      machines.map(({ machine }) => machine.id),
    );
    const keys = tokens.map(({ address: token }) => ({ token, owner: provider }));
    const accounts = await chainAccounts.findMany(tx, policy.chainId, keys);
    return {
      machines: machines.map((view) =>
        standingOf(view, outlooks.get(view.machine.id), days, clock.now()),
      ),
      payout: accounts.map(({ freeUnits: units, token }) => ({ units, token })),
      position: headOf(cursor),
    };
  });
}

/** Since the machine was enrolled, where that is later: what it was not there for does not count against it. */
function standingOf(
  view: ProviderMachine,
  outlook: ScoreOutlook | undefined,
  days: number,
  now: Date,
) {
  const { machine, listings, rentedGpuSeconds, earnings, turns } = view;
  const from = Math.max(now.getTime() - days * daySeconds * 1000, machine.enrolledAt.getTime());
  const gpuSeconds = (machine.gpuCount * (now.getTime() - from)) / 1000;
  return {
    machine,
    listings,
    rentedGpuSeconds,
    occupancy: gpuSeconds > 0 ? Math.min(1, Number(rentedGpuSeconds) / gpuSeconds) : 0,
    earnings: earnings.map(({ day, token, units }) => ({ day, earned: { units, token } })),
    uptime: uptimeOf(turns, new Date(from), now),
    improvements: improvementsOf(machine, listings, outlook),
  };
}
