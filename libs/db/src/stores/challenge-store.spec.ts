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

  it('are forgotten a day after they ran out', async () => {
    const day = 86_400;
    const issue = (nonce: string, seconds: number) =>
      challenges.insert(market.db, { ...challenge, nonce, expiresAt: later(seconds) });
    await issue('old', 0);
    await issue('a day later', day);
    await expect(issue('old', day)).rejects.toThrow();
    await issue('a day and a second later', day + 1);
    await issue('old', day);
  });
});
