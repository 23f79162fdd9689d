import { intentFor } from '@gpuflow/domain';
import { eachTestItsDatabase } from '../../test/market.js';
import {
  addressOf,
  chainId,
  hashOf,
  later,
  noon,
  orderOf,
  renter,
  unitsMax,
} from '../../test/samples.js';
import { prisma } from '../database.js';
import { challenges, idempotency, intents, lockKey, outbox, records, type Tx } from '../index.js';

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

describe('records', () => {
  const record = { kind: 'rental.opened', subject: 'rental:1', actor: renter, at: noon };

  it('come back in order, with bigints as digits', async () => {
    await records.append(market.db, [{ ...record, facts: { depositUnits: unitsMax } }]);
    await records.append(market.db, [{ ...record, kind: 'rental.closed', facts: {} }]);
    expect(await records.listOfSubject(market.db, 'rental:1')).toEqual([
      { ...record, facts: { depositUnits: unitsMax.toString() } },
      { ...record, kind: 'rental.closed', facts: {} },
    ]);
    expect(await records.listOfSubject(market.db, 'rental:2')).toEqual([]);
  });

  it.each([
    ['changed', (tx: Tx) => tx[prisma].record.updateMany({ data: { actor: 'other' } })],
    ['deleted', (tx: Tx) => tx[prisma].record.deleteMany()],
    ['emptied', (tx: Tx) => tx[prisma].$executeRaw`truncate records`],
  ])('cannot be %s', async (_, change) => {
    await records.append(market.db, [{ ...record, facts: {} }]);
    await expect(change(market.db)).rejects.toThrow('append-only');
    expect(await records.listOfSubject(market.db, 'rental:1')).toHaveLength(1);
  });
});

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

describe('outbox', () => {
  const messages = [1, 2, 3].map((n) => ({
    kind: 'probe-instance',
    payload: { rentalId: `${n}` },
  }));

  it('gives messages in order until they are relayed', async () => {
    await outbox.append(market.db, messages, noon);
    const taken = await outbox.takeUnrelayed(market.db, 2);
    expect(taken).toEqual([
      { id: 1n, ...messages[0], createdAt: noon },
      { id: 2n, ...messages[1], createdAt: noon },
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

describe('intents', () => {
  const order = orderOf();
  const closing = intentFor(chainId, hashOf(1), { purpose: 'CLOSE', order });
  const stopping = intentFor(chainId, hashOf(2), {
    purpose: 'STOP',
    order,
    stop: undefined,
    stopSignature: undefined,
  });
  const keeper = { chainId, role: 'KEEPER' } as const;
  const queued = async (now: Date, limit = 9) =>
    (await intents.nextQueued(market.db, keeper, limit, now)).map(({ key }) => key);

  it('come back as they were wished for, once', async () => {
    const settling = intentFor(chainId, hashOf(3), {
      purpose: 'SETTLE',
      order,
      claimedUnits: unitsMax,
    });
    expect(await intents.put(market.db, [settling], noon)).toBe(1);
    expect(await intents.put(market.db, [settling, closing], later(1))).toBe(1);
    const want = {
      ...settling,
      state: 'QUEUED',
      refusal: undefined,
      notBefore: noon,
      createdAt: noon,
      settledAt: undefined,
    };
    expect(await intents.find(market.db, settling.key)).toEqual(want);
    expect(await intents.lock(market.db, settling.key)).toEqual(want);
    expect(await intents.listOfRental(market.db, hashOf(3))).toEqual([want]);
  });

  it('are sent stops first, then in order of time, by their role, when they may be', async () => {
    const opening = intentFor(chainId, hashOf(1), {
      purpose: 'OPEN',
      order,
      orderSignature: '0x01',
      offerSignature: '0x02',
    });
    const expiring = intentFor(chainId, hashOf(3), { purpose: 'EXPIRE', order });
    await intents.put(market.db, [closing, opening], noon);
    await intents.put(market.db, [expiring], later(1));
    await intents.put(market.db, [stopping], later(2));
    expect(await queued(later(1))).toEqual([closing.key, expiring.key]);
    expect(await queued(later(2))).toEqual([stopping.key, closing.key, expiring.key]);
    expect(await queued(later(2), 1)).toEqual([stopping.key]);
    await intents.requeue(market.db, stopping.key, later(60));
    expect(await queued(later(59))).toEqual([closing.key, expiring.key]);
    expect(await queued(later(60))).toHaveLength(3);
  });

  it('are sent, confirmed, refused, and wished for again', async () => {
    await intents.put(market.db, [closing, stopping], noon);
    await intents.markSent(market.db, closing.key);
    expect(await queued(noon)).toEqual([stopping.key]);
    const unsettled = async () =>
      (await intents.unsettled(market.db, chainId)).map(({ key, state }) => [key, state]);
    expect(await unsettled()).toEqual([
      [closing.key, 'SENT'],
      [stopping.key, 'QUEUED'],
    ]);
    await intents.confirm(market.db, closing.key, later(5));
    const facts = { have: 'NONE', want: 'RUNNING' };
    await intents.refuse(market.db, stopping.key, { code: 'BAD_STATE', facts }, later(6));
    expect(await unsettled()).toEqual([]);
    expect(await intents.find(market.db, closing.key)).toMatchObject({
      state: 'CONFIRMED',
      settledAt: later(5),
    });
    expect(await intents.find(market.db, stopping.key)).toMatchObject({
      state: 'REFUSED',
      refusal: { code: 'BAD_STATE', facts },
      settledAt: later(6),
    });
    await intents.requeue(market.db, closing.key, later(7));
    expect(await intents.find(market.db, closing.key)).toMatchObject({
      state: 'QUEUED',
      settledAt: undefined,
    });
  });
});
