import { randomUUID } from 'node:crypto';

import { maintenance } from '@gpuflow/db';
import type { Rental } from '@gpuflow/domain';

import { eachTestItsMarket, otherRenter, provider, walletOf } from '../fixture/market.js';
import { heardDuring, recorded } from '../fixture/observed.js';
import { addFunding } from '../fixture/rentals.js';
import { announceMaintenance, type AnnounceMaintenance } from './announce-maintenance.js';
import { withdrawMaintenance } from './withdraw-maintenance.js';

const market = eachTestItsMarket();
const hour = 3_600;

describe('announceMaintenance', () => {
  let rental: Rental;
  beforeEach(async () => {
    rental = await addFunding(market);
  });

  const inSeconds = (seconds: number) => new Date(market.clock.now().getTime() + seconds * 1000);
  const windowOf = (from: number, to: number, by = provider): AnnounceMaintenance => ({
    actor: walletOf(by),
    key: randomUUID(),
    machineId: rental.machineId,
    startsAt: inSeconds(from),
    endsAt: inSeconds(to),
    reason: 'a new power supply',
  });

  it('shows it, and tells whoever rents the machine then', async () => {
    const command = windowOf(hour, 2 * hour);
    const heard = await heardDuring(market, () => announceMaintenance(market, command));
    expect(heard.sort()).toEqual([`machine:${rental.machineId}`, `rental:${rental.id}`]);
    const window = await announceMaintenance(market, command);
    expect(window).toEqual({
      id: expect.any(String),
      machineId: rental.machineId,
      startsAt: command.startsAt,
      endsAt: command.endsAt,
      reason: 'a new power supply',
      announcedAt: market.clock.now(),
      withdrawnAt: undefined,
    });
    const ahead = () => maintenance.aheadOf(market.db, [rental.machineId], market.clock.now());
    expect(await ahead()).toEqual([window]);
    market.clock.advanceSeconds(2 * hour);
    expect(await ahead()).toEqual([]);
    expect(await recorded(market, `rental:${rental.id}`)).toEqual([
      'rental.opening_requested',
      'rental.maintenance_announced',
    ]);
  });

  it('can be taken back, once', async () => {
    const { id } = await announceMaintenance(market, windowOf(hour, 2 * hour));
    const withdraw = (key: string, by = provider) =>
      withdrawMaintenance(market, { actor: walletOf(by), key, id });
    await expect(withdraw('theirs', otherRenter)).rejects.toMatchObject({ code: 'NOT_OWNER' });
    expect(await withdraw('one')).toMatchObject({ id, withdrawnAt: market.clock.now() });
    await withdraw('another');
    expect(await recorded(market, `rental:${rental.id}`)).toEqual([
      'rental.opening_requested',
      'rental.maintenance_announced',
      'rental.maintenance_withdrawn',
    ]);
    const ahead = await maintenance.aheadOf(market.db, [rental.machineId], market.clock.now());
    expect(ahead).toEqual([]);
  });

  it.each([
    ['startsAt', hour - 1, 2 * hour],
    ['startsAt', 90 * 24 * hour + 1, 91 * 24 * hour],
    ['endsAt', hour, hour + 59],
    ['endsAt', 2 * hour, hour],
    ['endsAt', hour, hour + 72 * hour + 1],
  ])('refuses a bad %s: TERMS_OUT_OF_BOUNDS', async (term, from, to) => {
    await expect(announceMaintenance(market, windowOf(from, to))).rejects.toMatchObject({
      code: 'TERMS_OUT_OF_BOUNDS',
      facts: { term },
    });
  });

  it('refuses another’s machine, and the twenty-first window', async () => {
    await expect(
      announceMaintenance(market, windowOf(hour, 2 * hour, otherRenter)),
    ).rejects.toMatchObject({ code: 'NOT_OWNER' });
    for (let n = 0; n < 20; n += 1) await announceMaintenance(market, windowOf(hour, 2 * hour));
    await expect(announceMaintenance(market, windowOf(hour, 2 * hour))).rejects.toMatchObject({
      code: 'TERMS_OUT_OF_BOUNDS',
      facts: { term: 'windows', have: 21n, bound: 20n },
    });
  });
});
