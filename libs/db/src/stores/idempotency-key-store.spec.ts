import { eachTestItsDatabase } from '../fixture/market.js';
import { addressOf, noon, renter } from '../fixture/samples.js';
import { idempotency, lockKey } from '../index.js';

const market = eachTestItsDatabase();

describe('idempotency', () => {
  const answer = {
    actor: renter,
    key: 'key-1',
    command: 'openRental',
    inputHash: 'ab',
    output: 'rental-1',
    createdAt: noon,
  };

  it('keeps an answer for its actor and key', async () => {
    await idempotency.insert(market.db, answer);
    expect(await idempotency.find(market.db, renter, 'key-1')).toEqual(answer);
    expect(await idempotency.find(market.db, addressOf(9), 'key-1')).toBeUndefined();
    await expect(idempotency.insert(market.db, answer)).rejects.toThrow();
  });

  it('gives two at once the answer of the first', async () => {
    let made = 0;
    const ask = () =>
      market.db.transaction(async (tx) => {
        await lockKey(tx, `${renter}:key-1`);
        const before = await idempotency.find(tx, renter, 'key-1');
        if (before !== undefined) return before.output;
        made += 1;
        const output = `rental-${made}`;
        await idempotency.insert(tx, { ...answer, output });
        return output;
      });
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(Array(3).fill('rental-1'));
    expect(made).toBe(1);
  });
});
