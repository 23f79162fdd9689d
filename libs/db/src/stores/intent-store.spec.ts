import { intentFor, type IntentPurpose } from '@gpuflow/domain';
import { eachTestItsDatabase } from '../fixture/market.js';
import { chainId, hashOf, later, noon, orderOf, unitsMax } from '../fixture/samples.js';
import { intents } from '../index.js';

const market = eachTestItsDatabase();

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
    const both = [closing.key, settling.key];
    expect((await intents.findAll(market.db, both))[1]).toEqual(want);
    expect(await intents.lockQueued(market.db, both)).toHaveLength(2);
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
    await intents.requeue(market.db, [{ key: stopping.key, notBefore: later(60) }]);
    expect(await queued(later(59))).toEqual([closing.key, expiring.key]);
    expect(await queued(later(60))).toHaveLength(3);
  });

  it('are sent, confirmed, refused, and wished for again', async () => {
    await intents.put(market.db, [closing, stopping], noon);
    await intents.markSent(market.db, [closing.key]);
    expect(await intents.lockQueued(market.db, [closing.key, stopping.key])).toEqual([
      stopping.key,
    ]);
    expect(await queued(noon)).toEqual([stopping.key]);
    const unsettled = async () =>
      (await intents.unsettled(market.db, chainId)).map(({ key, state }) => [key, state]);
    expect(await unsettled()).toEqual([
      [closing.key, 'SENT'],
      [stopping.key, 'QUEUED'],
    ]);
    await intents.confirm(market.db, [closing.key], later(5));
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
    await intents.requeue(market.db, [{ key: closing.key, notBefore: later(7) }]);
    expect(await intents.find(market.db, closing.key)).toMatchObject({
      state: 'QUEUED',
      settledAt: undefined,
    });
  });

  it('halt before they start, and can be asked for by purpose', async () => {
    const rentalId = hashOf(4);
    const halt = { purpose: 'HALT', rentalId, order, since: 7, evidenceRoot: hashOf(9), turn: 1 };
    const starting = intentFor(chainId, hashOf(5), { purpose: 'START', order });
    const resuming = intentFor(chainId, rentalId, { purpose: 'RESUME', rentalId, order, turn: 2 });
    const halting = intentFor(chainId, rentalId, { ...halt, purpose: 'HALT' });
    await intents.put(market.db, [starting], noon);
    await intents.put(market.db, [resuming], later(1));
    await intents.put(market.db, [halting], later(2));
    const of = async (...purposes: IntentPurpose[]) => {
      const meter = { chainId, role: 'METER', ...(purposes.length > 0 && { purposes }) } as const;
      return (await intents.nextQueued(market.db, meter, 9, later(2))).map(({ key }) => key);
    };
    expect(await of()).toEqual([halting.key, starting.key, resuming.key]);
    expect(await of('RESUME', 'STOP')).toEqual([resuming.key]);
    expect(await intents.find(market.db, halting.key)).toMatchObject(halting);
  });

  it('forget a refusal when their transaction turns out to be mined all the same', async () => {
    await intents.put(market.db, [closing], noon);
    await intents.refuse(market.db, closing.key, { code: 'BAD_STATE', facts: {} }, later(1));
    await intents.markSent(market.db, [closing.key]);
    expect(await intents.find(market.db, closing.key)).toMatchObject({
      state: 'SENT',
      refusal: undefined,
      settledAt: undefined,
    });
  });
});
