import { intents } from '@gpuflow/db';
import type { Rental } from '@gpuflow/domain';

import { follow, halted, started, stopped } from '../fixture/chain-says.js';
import {
  chainId,
  chainStart,
  eachTestItsMarket,
  hashOf,
  otherRenter,
  renter,
} from '../fixture/market.js';
import { heardDuring, recorded, wished } from '../fixture/observed.js';
import { addFunding } from '../fixture/rentals.js';
import { digestOf } from '../fixture/terms.js';
import { pauseOf } from '../fixture/words.js';
import { pauseRental, type PauseRental } from './pause-rental.js';

const market = eachTestItsMarket();
const deadline = chainStart + 600;

describe('pauseRental', () => {
  let rental: Rental;
  beforeEach(async () => {
    rental = await addFunding(market);
    await follow(market, rental, started);
  });

  const expectRefused = async (command: PauseRental, code: string, facts: object) => {
    await expect(pauseRental(market, command)).rejects.toMatchObject({ code, facts });
    expect(await wished(market, rental)).toEqual(['open']);
  };

  it('asks the chain to pause it, and leaves the rental running until it has', async () => {
    const command = pauseOf(rental);
    const heard = await heardDuring(market, async () =>
      expect(await pauseRental(market, command)).toMatchObject({ state: 'RUNNING' }),
    );
    expect(heard).toEqual([`rental:${rental.id}`]);
    const key = `${chainId}:${rental.id}:pause-at-1-by-${deadline}`;
    expect(await intents.find(market.db, key)).toMatchObject({
      signerRole: 'RELAYER',
      state: 'QUEUED',
      call: { purpose: 'PAUSE', signed: command.pause, signature: command.signature },
    });
  });

  it('asks once for the same key and for the same word', async () => {
    const command = pauseOf(rental);
    await Promise.all([1, 2, 3].map(() => pauseRental(market, command)));
    await pauseRental(market, pauseOf(rental));
    expect(await wished(market, rental)).toEqual(['open', `pause-at-1-by-${deadline}`]);
    const kinds = await recorded(market, `rental:${rental.id}`);
    expect(kinds.filter((kind) => kind === 'rental.pause_requested')).toHaveLength(2);
  });

  it('refuses another word under a key that was used: IDEMPOTENCY_KEY_REUSED', async () => {
    const { key } = pauseOf(rental);
    await pauseRental(market, { ...pauseOf(rental), key });
    const other = { ...pauseOf(rental, { deadline: deadline + 1 }), key };
    await expect(pauseRental(market, other)).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('takes a word at its deadline, and refuses it a second later: OUTSIDE_TIME', async () => {
    const late = pauseOf(rental, { deadline: chainStart });
    market.clock.advanceSeconds(1);
    const facts = { now: BigInt(chainStart + 1), bound: BigInt(chainStart) };
    await expectRefused(late, 'OUTSIDE_TIME', facts);
    market.clock.advanceSeconds(-1);
    await pauseRental(market, late);
    expect(await wished(market, rental)).toHaveLength(2);
  });

  it('refuses a word for another turn of the clock: TURN_PASSED', () =>
    expectRefused(pauseOf(rental, { turn: 0 }), 'TURN_PASSED', { have: 0, turn: 1 }));

  it('refuses what has run out of money: RENTAL_LAPSED', async () => {
    market.clock.advanceSeconds(30_508);
    const inTime = pauseOf(rental, { deadline: chainStart + 40_000 });
    await expectRefused(inTime, 'RENTAL_LAPSED', { endedAt: BigInt(chainStart + 30_508) });
  });

  it('refuses anybody else: NOT_OWNER, BAD_SIGNATURE', async () => {
    const owner = { actor: otherRenter.address, kind: 'rental', id: rental.id };
    await expectRefused(pauseOf(rental, {}, otherRenter), 'NOT_OWNER', owner);
    const command = pauseOf(rental);
    const signature = otherRenter.sign(digestOf('Pause', command.pause));
    await expectRefused({ ...command, signature }, 'BAD_SIGNATURE', { signer: renter.address });
    const resumption = renter.sign(digestOf('Resume', command.pause));
    const mistaken = { ...command, signature: resumption };
    await expectRefused(mistaken, 'BAD_SIGNATURE', { signer: renter.address });
  });

  it('refuses another chain and another rental: WRONG_CHAIN, NOT_FOUND', async () => {
    await expectRefused({ ...pauseOf(rental), chainId: 1 }, 'WRONG_CHAIN', {
      have: 1,
      want: chainId,
    });
    const rentalId = hashOf('unknown');
    await expectRefused(pauseOf(rental, { rentalId }), 'NOT_FOUND', {
      kind: 'rental',
      id: rentalId,
    });
  });

  it('refuses what does not run: BAD_STATE', async () => {
    await follow(market, rental, { ...halted, halt: 'DOWN' });
    await expectRefused(pauseOf(rental, { turn: 2 }), 'BAD_STATE', {
      have: 'HALTED',
      want: 'RUNNING',
    });
    await follow(market, rental, { ...stopped, seq: 4 });
    await expectRefused(pauseOf(rental), 'BAD_STATE', { have: 'ENDED', want: 'RUNNING,HALTED' });
  });
});
