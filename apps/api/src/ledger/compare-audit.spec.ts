import {
  stoppedClock,
  type Address,
  type ChainAccount,
  type ChainRental,
  type Order,
} from '@gpuflow/domain';

import { logPosition, randomHash, token } from '../fixture/test-api.js';
import { usualOffer } from '../listings/usual-offer.js';
import {
  compareAudit,
  differenceOf,
  liabilitiesOf,
  type ContractReading,
  type Projection,
} from './compare-audit.js';

const provider: Address = `0x${'a1'.repeat(20)}`;
const renter: Address = `0x${'b2'.repeat(20)}`;

const order: Order = {
  renter,
  offer: usualOffer({
    machine: { provider, assetHash: randomHash() },
    token,
    pricePerHourUnits: 590_000n,
    meter: provider,
    counter: 0n,
    chainNow: 1_000_000n,
    salt: randomHash(),
  }),
  pricePerHour: 590_000n,
  deposit: 5_000_000n,
  feeBps: 1000,
  starter: 'METER',
  startDeadline: 1_000_900,
  maxEnd: 1_030_000,
  validUntil: 1_000_300,
  counter: 0n,
  salt: randomHash(),
};

/** Of a deposit of 8, 5 went into a rental that has paid out 590,000 units: 531,000 and a fee of 59,000. */
const rental: ChainRental = {
  rentalId: randomHash(),
  seq: 3,
  state: 'RUNNING',
  order,
  pricePerHourUnits: 590_000n,
  storagePricePerHourUnits: 0n,
  repriced: false,
  clock: {
    ...stoppedClock,
    current: { from: 1_000_100n, rate: 'PRICE', pricePerHourUnits: 590_000n },
  },
  fundedUnits: 5_000_000n,
  toppedUpUnits: 0n,
  claimedUnits: 590_000n,
  toProviderUnits: 531_000n,
  feeUnits: 59_000n,
  refundedUnits: 0n,
  startedAt: 1_000_100n,
  endsAt: 1_030_000n,
  endedAt: undefined,
  turn: 1,
  retroLeftSeconds: 14_400,
  halt: undefined,
  pausedByRenter: false,
  noticed: false,
  closeReason: undefined,
  opened: logPosition(1n),
  lastKind: 'SETTLED',
  last: logPosition(3n),
};
const account = (owner: Address, freeUnits: bigint, seq: bigint): ChainAccount => ({
  token,
  owner,
  freeUnits,
  seq,
  last: logPosition(3n),
});
const projection: Projection = {
  accounts: [account(provider, 531_000n, 1n), account(renter, 3_000_000n, 2n)],
  rentals: [rental],
  tokens: [
    {
      address: token,
      symbol: 'dUSD',
      decimals: 6,
      listed: true,
      feesWithdrawnUnits: 9_000n,
      lastBlock: 3n,
    },
  ],
};

const slots: ContractReading['rentals'][number] = {
  claimedUnits: 590_000n,
  seq: 3,
  state: 'RUNNING',
  clockFrom: 1_000_100n,
  rate: 'PRICE',
  endsAt: 1_030_000n,
  retroLeftSeconds: 14_400,
  turn: 1,
  history: undefined,
  prices: undefined,
};
const noHistory = {
  closedUnitSeconds: 0n,
  previousFrom: 1_000_100n,
  previousRate: 'NONE',
  toppedUpUnits: 0n,
} as const;
/** 8,000,000 deposited less 9,000 fees withdrawn. */
const reading: ContractReading = {
  accounts: [
    { freeUnits: 531_000n, seq: 1n },
    { freeUnits: 3_000_000n, seq: 2n },
  ],
  rentals: [slots],
  fees: [50_000n],
  balances: [7_991_000n],
};

describe('an audit', () => {
  it('finds no difference where both sides agree', () => {
    const lines = compareAudit(projection, reading);
    expect(lines).toHaveLength(2 * 2 + 8 + 1 + 1);
    expect(differenceOf(lines)).toBe(0n);
  });

  it('owes free balances, fees and what is in rentals', () => {
    expect(liabilitiesOf(projection, token)).toBe(531_000n + 3_000_000n + 50_000n + 4_410_000n);
  });

  it('owes nothing in a token that nobody has used', () => {
    expect(liabilitiesOf(projection, renter)).toBe(0n);
  });

  const differences: [string, Partial<ContractReading>, string, bigint][] = [
    ['an account', { accounts: accountsWith(2_999_999n, 2n) }, 'account free', 1n],
    ["an account's number", { accounts: accountsWith(3_000_000n, 9n) }, 'account seq', 1n],
    [
      'what a rental holds',
      { rentals: [{ ...slots, history: { ...noHistory, toppedUpUnits: 4n } }] },
      'rental funded',
      4n,
    ],
    ['what it paid', { rentals: [{ ...slots, claimedUnits: 590_007n }] }, 'rental claimed', 7n],
    ['its clock', { rentals: [{ ...slots, clockFrom: 1_000_101n }] }, 'rental clock', 1n],
    ['its end', { rentals: [{ ...slots, endsAt: 1_030_001n }] }, 'rental endsAt', 1n],
    ["its clock's turns", { rentals: [{ ...slots, turn: 2 }] }, 'rental turn', 1n],
    [
      "the meter's budget",
      { rentals: [{ ...slots, retroLeftSeconds: 0 }] },
      'rental retroLeft',
      1n,
    ],
    ['its state', { rentals: [{ ...slots, state: 'HALTED' }] }, 'rental state', 1n],
    ['whether it is there', { rentals: [{ ...slots, state: 'NONE' }] }, 'rental state', 1n],
    ["a rental's number", { rentals: [{ ...slots, seq: 4 }] }, 'rental seq', 1n],
    ['the fees', { fees: [50_002n] }, 'fees fees', 2n],
    ['the money itself', { balances: [7_990_000n] }, 'balance balanceOf', 1_000n],
  ];
  it.each(differences)('finds a difference in %s', (_name, changes, line, units) => {
    const lines = compareAudit(projection, { ...reading, ...changes });
    expect(differenceOf(lines)).toBe(units);
    const differing = lines.filter(({ offUnits }) => offUnits !== 0n);
    expect(differing.map(({ kind, field }) => `${kind} ${field}`)).toEqual([line]);
  });

  it('does not compare lists of other lengths', () => {
    expect(() => compareAudit(projection, { ...reading, fees: [] })).toThrow('1 asked, 0 read');
  });
});

function accountsWith(freeUnits: bigint, seq: bigint): ContractReading['accounts'] {
  return [...reading.accounts.slice(0, 1), { freeUnits, seq }];
}
