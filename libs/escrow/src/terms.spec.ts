import { parseAddress, type Enrolment, type Hex, type MachineFacts } from '@gpuflow/domain';
import { hashStruct } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { offerOf, orderOf } from './fixture/terms-of-a-market.js';
import { escrowTerms } from './terms.js';
import { enrolmentTypedData, offerTypedData } from './typed-data-json.js';
import {
  enrolmentDefinition,
  escrowDomain,
  marketDomain,
  offerDefinition,
  offerStruct,
  orderDefinition,
  stopDefinition,
} from './typed-data.js';

const chainId = 31_337;
const escrow = '0x5fbdb2315678afecb367f032d93f642f64180aa3';
const domain = escrowDomain(chainId, escrow);
const terms = escrowTerms({ chainId, escrow });
const party = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const address = parseAddress(party.address, 'party');
const offer = offerOf({ provider: address });
const order = orderOf(offer, { renter: address });
const stop = { rentalId: terms.hashOrder(order), deadline: 1_767_225_900 };

const enrolment: Enrolment = {
  provider: address,
  agentKey: offer.assetHash,
  assetHash: offer.slaHash,
  validUntil: 1_800_000_000,
};

const curveOrder = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** The same signature with s on the other side of the curve's order: valid mathematics, refused by every contract. */
function withHighS(signature: Hex): Hex {
  const s = curveOrder - BigInt(`0x${signature.slice(66, 130)}`);
  const v = signature.endsWith('1b') ? '1c' : '1b';
  return `0x${signature.slice(2, 66)}${s.toString(16).padStart(64, '0')}${v}`;
}

describe('escrowTerms', () => {
  let offerSignature: Hex;
  beforeAll(async () => {
    offerSignature = await party.signTypedData(offerDefinition(domain, offer));
  });

  it('accepts each party’s own signature', async () => {
    expect(await terms.verifyOffer(offer, offerSignature)).toBe(true);
    const orderSignature = await party.signTypedData(orderDefinition(domain, order));
    expect(await terms.verifyOrder(order, orderSignature)).toBe(true);
    const stopSignature = await party.signTypedData(stopDefinition(domain, stop));
    expect(await terms.verifyStop(address, stop, stopSignature)).toBe(true);
  });

  it('accepts an enrolment in the market’s own domain, and in no other', async () => {
    const here = await party.signTypedData(enrolmentDefinition(marketDomain(chainId), enrolment));
    const elsewhere = await party.signTypedData(enrolmentDefinition(marketDomain(1), enrolment));
    expect(await terms.verifyEnrolment(enrolment, here)).toBe(true);
    expect(await terms.verifyEnrolment(enrolment, elsewhere)).toBe(false);
  });

  it.each(Object.keys(offer).filter((field) => field !== 'class'))(
    'refuses an offer whose %s was altered after signing',
    async (field) => {
      const altered = { ...offer, ...changed(offer, field) };
      expect(await terms.verifyOffer(altered, offerSignature)).toBe(false);
      expect(terms.hashOffer(altered)).not.toBe(terms.hashOffer(offer));
    },
  );

  it('tells the rental classes and the starters apart', () => {
    expect(terms.hashOffer({ ...offer, class: 'INTERRUPTIBLE' })).not.toBe(terms.hashOffer(offer));
    expect(terms.hashOrder({ ...order, starter: 'RENTER' })).not.toBe(terms.hashOrder(order));
  });

  it('refuses a signature made for another chain or another contract', async () => {
    const otherChain = escrowTerms({ chainId: 1, escrow });
    const otherContract = escrowTerms({ chainId, escrow: offer.token });
    expect(await otherChain.verifyOffer(offer, offerSignature)).toBe(false);
    expect(await otherContract.verifyOffer(offer, offerSignature)).toBe(false);
  });

  it('refuses somebody else’s signature', async () => {
    const stranger = privateKeyToAccount(`0x${'22'.repeat(32)}`);
    const signature = await stranger.signTypedData(offerDefinition(domain, offer));
    expect(await terms.verifyOffer(offer, signature)).toBe(false);
  });

  it('refuses what is no canonical ECDSA signature, without throwing', async () => {
    const rs = offerSignature.slice(0, 130);
    const malformed: Hex[] = [
      withHighS(offerSignature),
      `0x${rs.slice(2)}00`,
      `0x${rs.slice(2)}01`,
      `0x${rs.slice(2)}1d`,
      `0x${rs.slice(2)}`,
      `${offerSignature}00`,
      `0x${'00'.repeat(65)}`,
      `0x${'ff'.repeat(64)}1b`,
      `0x${'00'.repeat(64)}1b`,
      `0x${offerSignature.slice(2, 66)}${'00'.repeat(32)}1b`,
      `0x${'zz'.repeat(64)}1b`,
      '0x',
    ];
    for (const signature of malformed)
      expect([signature, await terms.verifyOffer(offer, signature)]).toEqual([signature, false]);
  });
});

describe('typed data for wallets', () => {
  it('is plain JSON with the digest that is verified', async () => {
    const json = offerTypedData(domain, offer);
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
    expect(json.message).toMatchObject({ pricePerHour: '590000', class: 0, counter: '0' });
    // A wallet hashes what it is given, with the types it is given.
    expect(hashStruct({ data: json.message, primaryType: 'Offer', types: json.types })).toBe(
      hashStruct({ ...offerDefinition(domain, offer), data: offerStruct(offer) }),
    );
  });

  it('names the contract only where the contract verifies', () => {
    const json = enrolmentTypedData(marketDomain(chainId), enrolment);
    expect(json.types.EIP712Domain).toEqual([
      { name: 'name', type: 'string' },
      { name: 'version', type: 'string' },
      { name: 'chainId', type: 'uint256' },
    ]);
  });
});

describe('assetHash', () => {
  const facts: MachineFacts = {
    name: 'rig-1',
    gpuModel: 'RTX 4090',
    gpuCount: 1,
    vramGb: 24,
    cpuCores: 16,
    ramGb: 64,
    diskGb: 1_000,
    downMbps: 900,
    upMbps: 800,
    country: 'DE',
    endpointHost: 'rig-1.example.org',
    region: 'DE-HE',
    diskMBps: 6_800,
    directPorts: 100,
    staticAddress: true,
    cudaVersion: '12.8',
    driverVersion: '570.86.15',
    computeCapability: '8.9',
    pcieGeneration: 4,
    pcieMBps: 24_000,
    nvlink: false,
    powerLimitWatts: 450,
    gpuUuids: ['GPU-9d1c0a52-3f77-4c1e-8a5e-0d5b6f3c2a10'],
    mig: false,
  };
  const key = offer.assetHash;

  it.each(Object.keys(facts))('commits to the %s', (fact) => {
    const altered = { ...facts, ...changed(facts, fact) };
    expect(terms.assetHash(altered, key)).not.toBe(terms.assetHash(facts, key));
  });

  it('commits to the agent’s key, and to nothing else that a machine has', () => {
    expect(terms.assetHash(facts, offer.slaHash)).not.toBe(terms.assetHash(facts, key));
    const machine = { ...facts, id: 'm1', liveness: 'ONLINE' };
    expect(terms.assetHash(machine, key)).toBe(terms.assetHash(facts, key));
  });

  it('is, for a fact that is unsaid, another than for 0', () => {
    const unsaid = { ...facts, directPorts: undefined };
    expect(terms.assetHash(unsaid, key)).not.toBe(
      terms.assetHash({ ...facts, directPorts: 0 }, key),
    );
  });
});

describe('sliceHash', () => {
  const slice = { gpuIndices: [0, 2], diskGb: 200 };
  const hash = terms.sliceHash(offer.assetHash, slice);

  it.each([
    ['machine', offer.slaHash, slice],
    ['GPUs', offer.assetHash, { ...slice, gpuIndices: [0, 1] }],
    ['disk', offer.assetHash, { ...slice, diskGb: 201 }],
  ] as const)('commits to the %s', (_, machineHash, other) => {
    expect(terms.sliceHash(machineHash, other)).not.toBe(hash);
  });
});

describe('termsHash', () => {
  const charged = {
    includedDiskGb: 10,
    diskPricePerGbHourUnits: 100n,
    upPricePerGbUnits: 20_000n,
    downPricePerGbUnits: 10_000n,
  };

  it.each(Object.keys(charged))('commits to %s', (term) => {
    const altered = { ...charged, ...changed(charged, term) };
    expect(terms.termsHash(altered)).not.toBe(terms.termsHash(charged));
  });
});

/** The one field with another value of its kind. */
function changed(object: object, field: string): object {
  const value: unknown = Object.entries(object).find(([name]) => name === field)?.[1];
  if (typeof value === 'bigint') return { [field]: value + 1n };
  if (typeof value === 'number') return { [field]: value + 1 };
  if (typeof value === 'boolean') return { [field]: !value };
  if (Array.isArray(value)) return { [field]: [...value, ...value] };
  if (typeof value !== 'string') throw new Error(`${field} is of no known kind.`);
  const last = value.endsWith('1') ? '2' : '1';
  return { [field]: value.slice(0, -1) + last };
}
