import { eachTestItsDatabase } from '../fixture/market.js';
import { later, noon } from '../fixture/samples.js';
import { outbox, type Tx } from '../index.js';

const market = eachTestItsDatabase();

describe('outbox', () => {
  const messages = [1, 2, 3].map((n) => ({
    kind: 'probe-instance',
    payload: { rentalId: `${n}` },
  }));

  it('gives messages in order until they are relayed', async () => {
    const traceParent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await outbox.append(market.db, messages.slice(0, 1), noon, traceParent);
    await outbox.append(market.db, messages.slice(1), noon);
    const taken = await outbox.takeUnrelayed(market.db, 2);
    expect(taken).toEqual([
      { id: 1n, ...messages[0], createdAt: noon, traceParent },
      { id: 2n, ...messages[1], createdAt: noon, traceParent: null },
    ]);
    await outbox.markRelayed(market.db, [1n, 2n], later(1));
    expect((await outbox.takeUnrelayed(market.db, 9)).map(({ id }) => id)).toEqual([3n]);
  });

  it('gives no message to two relays at once, and gives it again when a relay fails', async () => {
    await outbox.append(market.db, messages, noon);
    const ids = async (tx: Tx, limit: number) =>
      (await outbox.takeUnrelayed(tx, limit)).map(({ id }) => id);
    const failing = market.db.transaction(async (tx) => {
      expect(await ids(tx, 2)).toEqual([1n, 2n]);
      await market.db.transaction(async (other) => expect(await ids(other, 9)).toEqual([3n]));
      await outbox.markRelayed(tx, [1n, 2n], noon);
      throw new Error('the queue is away');
    });
    await expect(failing).rejects.toThrow('the queue is away');
    expect(await ids(market.db, 9)).toEqual([1n, 2n, 3n]);
  });
});
