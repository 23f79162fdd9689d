import { eachTestItsDatabase } from '../fixture/market.js';
import { addressOf, later, noon, renter } from '../fixture/samples.js';
import { challenges } from '../index.js';

const market = eachTestItsDatabase();

describe('challenges', () => {
  const challenge = { nonce: 'n0nce', address: renter, expiresAt: later(300) };

  it('are used by one of two at once, and never again', async () => {
    await challenges.insert(market.db, challenge);
    const use = () =>
      market.db.transaction((tx) => challenges.use(tx, { ...challenge, now: noon }));
    const used = await Promise.all([use(), use()]);
    expect(used.sort()).toEqual([false, true]);
    expect(await use()).toBe(false);
  });

  it('are for one address, and until they expire', async () => {
    await challenges.insert(market.db, challenge);
    const use = (address = renter, now = noon) =>
      challenges.use(market.db, { nonce: challenge.nonce, address, now });
    expect(await use(addressOf(9))).toBe(false);
    expect(await use(renter, later(300))).toBe(false);
    expect(await use(renter, later(299))).toBe(true);
  });

  it('are forgotten once they are too old', async () => {
    await challenges.insert(market.db, challenge);
    await challenges.deleteExpired(market.db, later(299));
    expect(await challenges.use(market.db, { ...challenge, now: noon })).toBe(true);
    await challenges.deleteExpired(market.db, later(300));
    await challenges.insert(market.db, challenge);
  });
});
