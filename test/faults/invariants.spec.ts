import { Accepted } from './accepted.ts';
import { assertInvariants, assertSettled, Violation } from './invariants.ts';
import { newLife, type Step } from './life.ts';
import { seeded } from './random.ts';
import { depositPlayMoney } from './send-as.ts';
import { seats } from './seats.ts';
import { openStand, type Stand } from './stand.ts';

/** What the harness judges by must be able to fail. */
describe('an invariant that does not hold is seen', () => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await openStand();
    const { steps } = await newLife(stand, seeded('invariants', 1), 1);
    for (const step of steps.slice(0, 4)) await take(step);
    await assertInvariants(stand);
  });
  afterAll(() => stand.close());

  async function take({ act, isDone }: Step): Promise<void> {
    await act();
    for (let moments = 0; moments < 20 && !(await isDone()); moments += 1) {
      await stand.chain.work();
      await stand.pass();
    }
  }

  /** Changes the database behind everybody's back, and takes the change back afterwards. */
  async function whileChanged(change: string, undo: string): Promise<void> {
    await stand.sql.query(change);
    await expect(assertInvariants(stand)).rejects.toBeInstanceOf(Violation);
    await stand.sql.query(undo);
    await assertInvariants(stand);
  }

  it.each([
    ['claimed_units', 'fee_units'],
    ['fee_units', 'claimed_units'],
    ['to_provider_units', 'claimed_units'],
  ])('a rental’s %s, and its %s with it, off by one unit in the projection', (one, other) =>
    whileChanged(
      `update chain_rentals set ${one} = ${one} + 1, ${other} = ${other} + 1`,
      `update chain_rentals set ${one} = ${one} - 1, ${other} = ${other} - 1`,
    ),
  );

  it('a refund, off by one unit in the projection', () =>
    whileChanged(
      'update chain_rentals set refunded_units = refunded_units + 1',
      'update chain_rentals set refunded_units = refunded_units - 1',
    ));

  it('a balance, off by one unit in the projection', () =>
    whileChanged(
      'update chain_accounts set free_units = free_units + 1',
      'update chain_accounts set free_units = free_units - 1',
    ));

  it('a log number that was skipped', () =>
    whileChanged(
      'update chain_rentals set seq = seq + 1',
      'update chain_rentals set seq = seq - 1',
    ));

  it('a rental that the chain knows and nobody was told of', async () => {
    await expect(assertInvariants({ ...stand, accepted: new Accepted() })).rejects.toThrow(
      'was accepted',
    );
  });

  it('a deposit that nobody was told of, and a wish left over', async () => {
    await stand.sql.query(`update intents set state = 'QUEUED' where purpose = 'OPEN'`);
    await expect(assertSettled(stand)).rejects.toThrow('wishes left over');
    await stand.sql.query(`update intents set state = 'CONFIRMED' where purpose = 'OPEN'`);
    await assertSettled(stand);
    await depositPlayMoney(stand, seats.firstRenter, 5n);
    await expect(assertSettled(stand)).rejects.toThrow('accepted deposits');
  });
});
