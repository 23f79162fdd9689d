import { idempotency, intents, machines, outbox, records } from '@gpuflow/db';
import { intentFor, type Intent } from '@gpuflow/domain';

import {
  chainId,
  eachTestItsMarket,
  hashOf,
  otherRenter,
  renter,
  walletOf,
} from './fixture/market.js';
import { heardDuring, recorded } from './fixture/observed.js';
import { addFunding } from './fixture/rentals.js';
import { runCommand, runOnce, unrecorded, type Changed } from './run-command.js';

const market = eachTestItsMarket();
const actor = walletOf(renter);
const rentalId = hashOf('rental');
const subject = 'thing:1';

/** The wish to settle a rental that the tests have. */
async function settlement(): Promise<Intent> {
  const { order, id } = await addFunding(market);
  return intentFor(chainId, id, { purpose: 'SETTLE', order, claimedUnits: 0n });
}

const change = (changes: Partial<Changed<string>> = {}): Changed<string> => ({
  output: 'done',
  records: [{ kind: 'thing.changed', subject, facts: { units: 2n ** 96n } }],
  ...changes,
});

const unrelayed = () => market.db.transaction((tx) => outbox.takeUnrelayed(tx, 100));

describe('runCommand', () => {
  it('writes the records, intents and outbox of a change, in the name of the actor', async () => {
    const intent = await settlement();
    const message = { kind: 'probe-instance', payload: { rentalId } } as const;
    const result = change({ intents: [intent], outbox: [message] });
    expect(await runCommand(market, actor, async () => result)).toBe('done');
    expect(await records.listOfSubject(market.db, subject)).toEqual([
      {
        kind: 'thing.changed',
        subject,
        actor: renter.address,
        at: market.clock.now(),
        facts: { units: '79228162514264337593543950336' },
      },
    ]);
    expect(await intents.find(market.db, intent.key)).toMatchObject({ ...intent, state: 'QUEUED' });
    expect(await unrelayed()).toMatchObject([message]);
  });

  it('writes nothing where nothing changed', async () => {
    const run = () => runCommand(market, actor, async () => unrecorded('the same'));
    expect(await heardDuring(market, async () => expect(await run()).toBe('the same'))).toEqual([]);
    expect(await recorded(market, subject)).toEqual([]);
  });

  it('leaves nothing of what it throws out of', async () => {
    const { machineId } = await addFunding(market);
    const run = runCommand(market, actor, async (tx) => {
      await machines.setLiveness(tx, [machineId], 'SILENT');
      throw new Error('a bug');
    });
    await expect(run).rejects.toThrow('a bug');
    expect(await machines.find(market.db, machineId)).toMatchObject({ liveness: 'ONLINE' });
  });

  it('leaves neither change nor record nor message where a wish cannot be written', async () => {
    const intent = await settlement();
    const message = { kind: 'probe-instance', payload: { rentalId } } as const;
    const impossible = { ...intent, rentalId: '0x01' } as const;
    const run = () =>
      runOnce(market, { name: 'change', actor, key: 'key', input: {} }, async () =>
        change({ intents: [impossible], outbox: [message] }),
      );
    const heard = await heardDuring(market, () => expect(run()).rejects.toThrow());
    expect(heard).toEqual([]);
    expect(await recorded(market, subject)).toEqual([]);
    expect(await intents.find(market.db, intent.key)).toBeUndefined();
    expect(await unrelayed()).toEqual([]);
    expect(await idempotency.find(market.db, renter.address, 'key')).toBeUndefined();
  });

  it('tells listeners of each subject once, when it commits', async () => {
    const about = (name: string) => ({ kind: 'thing.changed', subject: name, facts: {} });
    const result = change({ records: [about('thing:1'), about('thing:2'), about('thing:1')] });
    const heard = await heardDuring(market, () => runCommand(market, actor, async () => result));
    expect(heard.sort()).toEqual(['thing:1', 'thing:2']);
  });
});

describe('runOnce', () => {
  const command = { name: 'change', actor, key: 'key', input: { amount: 1n, to: 'a' } };
  let effects = 0;
  beforeEach(() => {
    effects = 0;
  });
  const run = (changes: Partial<typeof command> = {}) =>
    runOnce(market, { ...command, ...changes }, async () => {
      effects += 1;
      return change({ output: `effect ${effects}` });
    });

  it('answers the same input again without doing it again', async () => {
    expect(await run()).toBe('effect 1');
    expect(await run({ input: { to: 'a', amount: 1n } })).toBe('effect 1');
    expect(effects).toBe(1);
    expect(await recorded(market, subject)).toEqual(['thing.changed']);
  });

  it('does it once where twenty ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => run()));
    expect(new Set(answers)).toEqual(new Set(['effect 1']));
    expect(effects).toBe(1);
    expect(await recorded(market, subject)).toEqual(['thing.changed']);
  });

  it.each([
    ['another amount', { input: { amount: 2n, to: 'a' } }],
    ['another command', { name: 'undo' }],
  ])('refuses the key for %s: IDEMPOTENCY_KEY_REUSED', async (_, changes) => {
    await run();
    await expect(run(changes)).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
      facts: { key: 'key' },
    });
    expect(effects).toBe(1);
  });

  it('keeps the keys of different actors apart', async () => {
    expect(await run()).toBe('effect 1');
    expect(await run({ actor: walletOf(otherRenter) })).toBe('effect 2');
  });

  it('spends no key on what it refuses', async () => {
    const refused = runOnce(market, command, async () => {
      throw new Error('declined');
    });
    await expect(refused).rejects.toThrow('declined');
    expect(await idempotency.find(market.db, renter.address, 'key')).toBeUndefined();
    expect(await run({ input: { amount: 2n, to: 'b' } })).toBe('effect 1');
  });

  it('spends the key on what changed nothing', async () => {
    expect(await runOnce(market, command, async () => unrecorded('nothing'))).toBe('nothing');
    expect(await run()).toBe('nothing');
    expect(effects).toBe(0);
    expect(await recorded(market, subject)).toEqual([]);
  });
});
