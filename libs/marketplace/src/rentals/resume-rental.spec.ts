import { instances, intents, outbox, rentals } from '@gpuflow/db';
import type { Rental } from '@gpuflow/domain';

import { chainSays, follow, halted, started } from '../fixture/chain-says.js';
import { chainId, chainStart, eachTestItsMarket, otherRenter, renter } from '../fixture/market.js';
import { recorded, wished } from '../fixture/observed.js';
import { addFunding } from '../fixture/rentals.js';
import { resumeOf } from '../fixture/words.js';
import { giveUpResumes } from './give-up-resumes.js';
import { proveInstance } from './prove-instance.js';
import { refuseWish } from './refuse-wish.js';
import { resumeRental, type ResumeRental } from './resume-rental.js';
import { rollBackRental } from './roll-back-rental.js';

const market = eachTestItsMarket();
const deadline = chainStart + 600;
const paused = { ...halted, halt: 'PAUSED', pausedByRenter: true } as const;

describe('resumeRental', () => {
  let rental: Rental;
  let key: string;
  beforeEach(async () => {
    rental = await addFunding(market);
    await follow(market, rental, started);
    await follow(market, rental, paused);
    await reports('STOPPED');
    key = `${chainId}:${rental.id}:resume-at-2-by-${deadline}`;
  });

  const instance = () => instances.find(market.db, rental.id);
  const queuedFrom = async () => (await intents.find(market.db, key))?.notBefore.getUTCFullYear();
  const prove = () => proveInstance(market, { rentalId: rental.id });
  async function reports(state: 'STOPPED' | 'RUNNING'): Promise<void> {
    const before = await instance();
    if (before === undefined) throw new Error('no instance');
    await instances.save(market.db, { ...before, state, port: 8080 });
  }
  const expectRefused = async (command: ResumeRental, code: string, facts: object) => {
    await expect(resumeRental(market, command)).rejects.toMatchObject({ code, facts });
    expect(await wished(market, rental)).toEqual(['open']);
    expect(await instance()).toMatchObject({ desired: 'PAUSE' });
  };

  it('has the machine boot first, and sends the renter’s word once it is proved up', async () => {
    expect(await resumeRental(market, resumeOf(rental))).toMatchObject({ state: 'HALTED' });
    expect(await instance()).toMatchObject({ desired: 'RUN', provedAt: undefined });
    expect(await queuedFrom()).toBe(9999);
    await reports('RUNNING');
    await prove();
    expect(await instance()).toMatchObject({ provedAt: market.clock.now() });
    expect(await intents.find(market.db, key)).toMatchObject({
      state: 'QUEUED',
      notBefore: market.clock.now(),
    });
    // The clock has not been started again by anybody else's wish.
    expect(await wished(market, rental)).toEqual(['open', `resume-at-2-by-${deadline}`]);
  });

  it('asks an instance that was never taken down at once', async () => {
    await reports('RUNNING');
    await resumeRental(market, resumeOf(rental));
    const probes = await outbox.takeUnrelayed(market.db, 10);
    expect(probes.at(-1)).toMatchObject({ payload: { rentalId: rental.id } });
  });

  it('keeps the machine up for it whatever else the chain says meanwhile', async () => {
    await resumeRental(market, resumeOf(rental));
    await follow(market, rental, { ...paused, seq: 4, lastKind: 'RENTAL_TOPPED_UP' });
    expect(await instance()).toMatchObject({ desired: 'RUN' });
    await chainSays(market, rental, paused);
    await rollBackRental(market, { rentalId: rental.id });
    expect(await instance()).toMatchObject({ desired: 'RUN' });
  });

  it('proves nothing where nobody waits for it', async () => {
    await prove();
    expect(await instance()).toMatchObject({ provedAt: undefined });
  });

  it('gives it up a second after the deadline: it stays paused, and the machine stops trying', async () => {
    await resumeRental(market, resumeOf(rental));
    market.clock.advanceSeconds(600);
    expect(await giveUpResumes(market)).toEqual([]);
    market.clock.advanceSeconds(1);
    expect(await giveUpResumes(market)).toEqual([key]);
    expect(await giveUpResumes(market)).toEqual([]);
    const facts = { now: `${deadline + 1}`, bound: `${deadline}` };
    expect(await intents.find(market.db, key)).toMatchObject({
      state: 'REFUSED',
      refusal: { code: 'OUTSIDE_TIME', facts },
    });
    expect(await instance()).toMatchObject({ desired: 'PAUSE' });
    expect(await rentals.find(market.db, rental.id)).toMatchObject({ state: 'HALTED' });
    expect((await recorded(market, `rental:${rental.id}`)).at(-1)).toBe('rental.wish_refused');
    await reports('RUNNING');
    await prove();
    expect(await instance()).toMatchObject({ provedAt: undefined });
  });

  it('puts the machine back to rest where the chain declines the word, once', async () => {
    await resumeRental(market, resumeOf(rental));
    const refusal = { code: 'TURN_PASSED', facts: { have: 2, turn: 3 } } as const;
    const wish = { key, rentalId: rental.id, purpose: 'RESUME_BY_RENTER', ...refusal } as const;
    expect(await refuseWish(market, wish)).toBe(true);
    expect(await refuseWish(market, wish)).toBe(false);
    expect(await instance()).toMatchObject({ desired: 'PAUSE' });
  });

  it('asks once for the same key', async () => {
    const command = resumeOf(rental);
    await Promise.all([1, 2, 3].map(() => resumeRental(market, command)));
    expect(await wished(market, rental)).toHaveLength(2);
  });

  it('refuses what is not its to resume', async () => {
    const facts = { actor: otherRenter.address, kind: 'rental', id: rental.id };
    await expectRefused(resumeOf(rental, {}, otherRenter), 'NOT_OWNER', facts);
    const signature = resumeOf(rental, {}, otherRenter).signature;
    const forged = { ...resumeOf(rental), signature };
    await expectRefused(forged, 'BAD_SIGNATURE', { signer: renter.address });
    await expectRefused(resumeOf(rental, { turn: 1 }), 'TURN_PASSED', { have: 1, turn: 2 });
    const late = resumeOf(rental, { deadline: chainStart - 1 });
    const bounds = { now: BigInt(chainStart), bound: BigInt(chainStart - 1) };
    await expectRefused(late, 'OUTSIDE_TIME', bounds);
  });

  it('refuses what runs: BAD_STATE', async () => {
    await follow(market, rental, { ...started, seq: 4, turn: 2, lastKind: 'RENTAL_RESUMED' });
    await expect(resumeRental(market, resumeOf(rental))).rejects.toMatchObject({
      code: 'BAD_STATE',
      facts: { have: 'RUNNING', want: 'HALTED' },
    });
  });
});
