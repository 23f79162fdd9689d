import {
  decodeFunctionResult,
  encodeFunctionData,
  type Address,
  type EncodeFunctionDataParameters,
  type Hex,
} from 'viem';

import type { Finding } from '../finding.js';
import { accountKey, states, type Books, type RentalBook } from '../fold/books.js';
import { rentalSubject } from '../fold/check.js';
import { rates } from '../fold/clock.js';
import { INTERRUPTIBLE } from '../fold/constants.js';
import { views } from '../log/abi.js';
import type { Header } from '../node/header.js';
import type { AuditNode } from '../node/node.js';
import { bytes } from '../node/quantity.js';
import { differing, type Compared } from './fields.js';
import { owedOf, type TokenTotals } from './totals.js';

type View = EncodeFunctionDataParameters<typeof views>;

/** One view of a contract to ask. */
interface Call {
  to: Address;
  view: View;
}

/** The contracts of an escrow as they stood at one block. */
interface Contracts {
  node: AuditNode;
  escrow: Address;
  at: Header;
}

/** Every value that the escrow stores of accounts, rentals and fees at a block, against the books. */
export async function compareContract(
  books: Books,
  node: AuditNode,
  at: Header,
): Promise<Finding[]> {
  const contracts = { node, escrow: books.escrow, at };
  return [
    ...(await compareAccounts(books, contracts)),
    ...(await compareRentals(books, contracts)),
    ...(await compareCancelled(books, contracts)),
    ...(await compareFees(books, contracts)),
  ];
}

/** A token's balance of the escrow, and whether it covers what the escrow owes. */
export async function compareBalances(
  totals: readonly TokenTotals[],
  contracts: Contracts,
): Promise<{ balances: bigint[]; findings: Finding[] }> {
  const { escrow, at } = contracts;
  const calls = totals.map(({ token }) => ({
    to: token,
    view: { abi: views, functionName: 'balanceOf', args: [escrow] } as const,
  }));
  const answers = await ask(contracts, calls);
  const balances = answers.map((data) =>
    decodeFunctionResult({ abi: views, functionName: 'balanceOf', data }),
  );
  const findings = totals.flatMap((one, index) => short(one, balances[index] ?? 0n, at));
  return { balances, findings };
}

/** More than is owed is what somebody sent past `deposit`; it is nobody's, and no reason to keep anybody out. */
function short(totals: TokenTotals, balance: bigint, { number }: Header): Finding[] {
  const owed = owedOf(totals);
  if (balance >= owed) return [];
  const about = {
    code: 'BALANCE_SHORT',
    subject: `token ${totals.token}`,
    field: 'balanceOf',
  } as const;
  const values = { expected: `${owed}`, found: `${balance}` };
  return [{ ...about, ...values, blockNumber: number, txHash: undefined }];
}

async function compareAccounts(books: Books, contracts: Contracts): Promise<Finding[]> {
  const accounts = [...books.accounts.values()].filter(({ broken }) => !broken);
  const calls = accounts.map(({ token, owner }) =>
    ofEscrow(contracts, { abi: views, functionName: 'account', args: [token, owner] }),
  );
  const answers = await ask(contracts, calls);
  return accounts.flatMap(({ token, owner, free, seq }, index) => {
    const data = answers[index] ?? '0x';
    const found = decodeFunctionResult({ abi: views, functionName: 'account', data });
    const about = aboutOf(contracts, `account ${accountKey(token, owner)}`);
    return differing(about, { free, seq }, { free: found.free, seq: found.seq });
  });
}

async function compareRentals(books: Books, contracts: Contracts): Promise<Finding[]> {
  const rentals = [...books.rentals.values()].filter(({ broken }) => !broken);
  const slots = await rentalSlots(
    contracts,
    rentals.map(({ id }) => id),
  );
  return [
    ...rentals.flatMap((rental, index) => {
      const about = aboutOf(contracts, rentalSubject(rental.id));
      return differing(about, slotOf(rental), slots[index] ?? {});
    }),
    ...(await compareHistories(
      contracts,
      rentals.filter(({ history }) => history),
    )),
    ...(await comparePrices(
      contracts,
      rentals.filter(({ repriced }) => repriced),
    )),
  ];
}

/** An order that was taken back before it opened is closed, and nothing else. */
async function compareCancelled(books: Books, contracts: Contracts): Promise<Finding[]> {
  const ids = [...books.cancelledOrders];
  const slots = await rentalSlots(contracts, ids);
  return ids.flatMap((id, index) =>
    differing(
      aboutOf(contracts, rentalSubject(id)),
      { state: 'CLOSED', seq: 1 },
      slots[index] ?? {},
    ),
  );
}

async function compareFees(books: Books, contracts: Contracts): Promise<Finding[]> {
  const fees = [...books.fees];
  const calls = fees.map(([token]) =>
    ofEscrow(contracts, { abi: views, functionName: 'fees', args: [token] }),
  );
  const answers = await ask(contracts, calls);
  return fees.flatMap(([token, units], index) => {
    const data = answers[index] ?? '0x';
    const found = decodeFunctionResult({ abi: views, functionName: 'fees', data });
    return differing(aboutOf(contracts, `fees ${token}`), { fees: units }, { fees: found });
  });
}

async function rentalSlots(contracts: Contracts, ids: readonly Hex[]) {
  const calls = ids.map((id) =>
    ofEscrow(contracts, { abi: views, functionName: 'rental', args: [id] }),
  );
  const answers = await ask(contracts, calls);
  return answers.map((data) => {
    const slot = decodeFunctionResult({ abi: views, functionName: 'rental', data });
    return { ...slot, state: states[slot.state], rate: rates[slot.rate] };
  });
}

async function compareHistories(contracts: Contracts, rentals: readonly RentalBook[]) {
  const calls = rentals.map(({ id }) =>
    ofEscrow(contracts, { abi: views, functionName: 'history', args: [id] }),
  );
  const answers = await ask(contracts, calls);
  return rentals.flatMap(({ id, clock, toppedUp }, index) => {
    const data = answers[index] ?? '0x';
    const found = decodeFunctionResult({ abi: views, functionName: 'history', data });
    const { num, previousFrom, previousRate } = clock;
    const expected = { num, previousFrom: Number(previousFrom), previousRate, toppedUp };
    const named = { ...found, previousRate: rates[found.previousRate] };
    return differing(aboutOf(contracts, rentalSubject(id)), expected, named);
  });
}

async function comparePrices(contracts: Contracts, rentals: readonly RentalBook[]) {
  const calls = rentals.map(({ id }) =>
    ofEscrow(contracts, { abi: views, functionName: 'prices', args: [id] }),
  );
  const answers = await ask(contracts, calls);
  return rentals.flatMap(({ id, pricePerHour, storagePricePerHour }, index) => {
    const data = answers[index] ?? '0x';
    const found = decodeFunctionResult({ abi: views, functionName: 'prices', data });
    const expected = { pricePerHour, storagePricePerHour };
    return differing(aboutOf(contracts, rentalSubject(id)), expected, { ...found });
  });
}

/** The first slot of a rental as the books make it. */
function slotOf(rental: RentalBook) {
  const { claimed, seq, clock, endsAt, retroLeft, turn, state } = rental;
  return {
    claimed,
    seq,
    clockFrom: Number(clock.from),
    endsAt: Number(endsAt),
    retroLeft: Number(retroLeft),
    turn,
    state,
    rate: clock.rate,
    flags: flagsOf(rental),
  };
}

function flagsOf({ history, repriced, noticed, paused, order }: RentalBook): number {
  const yields = order.offer.class === INTERRUPTIBLE;
  const flags = [history, repriced, noticed, paused, yields];
  return flags.reduce((sum, set, bit) => (set ? sum + 2 ** bit : sum), 0);
}

function ofEscrow({ escrow }: Contracts, view: View): Call {
  return { to: escrow, view };
}

function ask({ node, at }: Contracts, calls: readonly Call[]): Promise<Hex[]> {
  // By hash (EIP-1898), so that no reorganisation can slip another block in between.
  const block = { blockHash: at.hash };
  const questions = calls.map(({ to, view }) => ({
    method: 'eth_call',
    params: [{ to, data: encodeFunctionData(view) }, block],
  }));
  return node.askMany(bytes, questions);
}

function aboutOf({ at }: Contracts, subject: string): Compared {
  return { code: 'CONTRACT_DIFFERS', subject, blockNumber: at.number };
}
