import {
  type Address,
  type Hex,
  encodeFunctionData,
  keccak256,
  parseAbi,
  pad,
  parseSignature,
  slice,
  stringToHex,
  zeroAddress,
  zeroHash,
} from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';

import { type Call, CHAIN_ID, Chain, type Contract, EPOCH, callOf } from './chain.ts';
import { hashOf } from './intent.ts';

const DEPOSIT = 5_000_000n;
const PRICE = 590_000n;
const FEE_BPS = 1000;
const HOUR = 3600;
const DAY = 24 * HOUR;
/** Who starts the clock, as an Order says it. */
export const STARTER = { renter: 0, meter: 1 } as const;
const HALT = 1;
const WALLET = 1_000_000_000n;

const accountOf = (name: string) => privateKeyToAccount(keccak256(stringToHex(name)));
const deployer = accountOf('deployer');
export const provider = accountOf('provider');
export const meter = accountOf('meter');
export const keeper = accountOf('keeper');
/** Every machine has a renter of its own, as the worst case of a batch. */
const renters = Array.from({ length: 52 }, (_, i) => accountOf(`renter ${i}`));

const initializerAbi = parseAbi(['function initialize(address issuer)']);
const receiveType = [
  { name: 'from', type: 'address' },
  { name: 'to', type: 'address' },
  { name: 'value', type: 'uint256' },
  { name: 'validAfter', type: 'uint256' },
  { name: 'validBefore', type: 'uint256' },
  { name: 'nonce', type: 'bytes32' },
] as const;

/** A rental that can be opened, and what its parties have signed. */
export interface Rental {
  readonly id: Hex;
  readonly renter: PrivateKeyAccount;
  readonly order: ReturnType<Market['orderOf']>;
  readonly offerSig: Hex;
  readonly orderSig: Hex;
}

/** One provider's machines and their renters, all with money in the escrow, paid in a token like USDC. */
export class Market {
  readonly chain: Chain;
  readonly escrow: Contract;
  readonly #usdc: Contract;
  readonly #erc3009: Contract;
  #salts = 0;

  private constructor(chain: Chain, escrow: Contract, usdc: Contract, erc3009: Contract) {
    this.chain = chain;
    this.escrow = escrow;
    this.#usdc = usdc;
    this.#erc3009 = erc3009;
  }

  static async open(): Promise<Market> {
    const chain = await Chain.start(['test/tokens/UsdcLike.sol', 'test/tokens/UsdcProxy.sol']);
    const deploy = (name: string, ...args: unknown[]) => chain.deploy(deployer.address, name, args);
    const manager = await deploy('AccessManager', deployer.address);
    const params = await deploy('EscrowParams', manager.address, FEE_BPS, deployer.address);
    const escrow = await deploy('RentalEscrow', params.address);
    const erc3009 = await deploy('Erc3009Deposits', escrow.address);
    const code = await deploy('UsdcLike');
    const initialize = encodeFunctionData({ abi: initializerAbi, args: [deployer.address] });
    const proxy = await deploy('UsdcProxy', code.address, initialize);
    const usdc = { address: proxy.address, abi: code.abi };
    await chain.send(deployer.address, callOf(params, 'listToken', [usdc.address]));
    await chain.send(deployer.address, callOf(erc3009, 'approveEscrow', [usdc.address]));
    const market = new Market(chain, escrow, usdc, erc3009);
    for (const { address } of renters) await market.#fund(address);
    return market;
  }

  /** A new rental of a machine, opened by nobody yet. */
  async rentalOf(machine: number, starter: number = STARTER.meter): Promise<Rental> {
    const renter = renters[machine];
    if (renter === undefined) throw new Error(`there is no machine ${machine}`);
    const order = this.orderOf(machine, renter.address, starter);
    const id = await this.chain.read(this.escrow, 'hashOrder', [order]);
    const offerHash = await this.chain.read(this.escrow, 'hashOffer', [order.offer]);
    const offerSig = await provider.sign({ hash: offerHash });
    return { id, renter, order, offerSig, orderSig: await renter.sign({ hash: id }) };
  }

  orderOf(machine: number, renter: Address, starter: number) {
    const salt = saltOf(`order ${++this.#salts}`);
    const { time } = this.chain;
    const offer = {
      provider: provider.address,
      token: this.#usdc.address,
      pricePerHour: PRICE,
      storagePricePerHour: 10_000n,
      class: 0,
      assetHash: keccak256(stringToHex(`machine ${machine}`)),
      slaHash: keccak256(stringToHex('service terms')),
      maxFeeBps: 1500,
      meter: meter.address,
      arbiter: zeroAddress,
      window: HOUR,
      retroBudget: 4 * HOUR,
      noticeSeconds: 600,
      startWithin: 900,
      minDuration: 600,
      evictPenalty: 0n,
      slaGrace: 0,
      bond: 0n,
      availableUntil: EPOCH + 365 * DAY,
      maxUses: 0,
      validUntil: EPOCH + 365 * DAY,
      counter: 0n,
      salt: saltOf(`offer ${machine}`),
    };
    return {
      renter,
      offer,
      pricePerHour: PRICE,
      deposit: DEPOSIT,
      feeBps: FEE_BPS,
      starter,
      startDeadline: time + 900,
      maxEnd: time + DAY,
      validUntil: time + HOUR,
      counter: 0n,
      salt,
    };
  }

  /** A call of the escrow about one rental. */
  call(functionName: string, { order }: Rental, ...more: unknown[]): Call {
    return callOf(this.escrow, functionName, [order, ...more]);
  }

  open(rental: Rental): Call {
    return this.call('open', rental, rental.offerSig);
  }

  openBySig(rental: Rental): Call {
    return this.call('openBySig', rental, rental.orderSig, rental.offerSig);
  }

  /** The meter's own report that the machine is down since now; `turn` counts the clock's changes so far. */
  haltReport(rental: Rental, turn: number): Call {
    const deadline = this.chain.time + HOUR;
    const report = {
      rentalId: rental.id,
      kind: HALT,
      since: this.chain.time,
      turn,
      evidenceRoot: keccak256(stringToHex('evidence')),
      deadline,
    };
    return this.call('report', rental, report, '0x');
  }

  /** The renter's own word (Pause, Resume) of a clock that has changed `turn` times. */
  word(functionName: 'pause' | 'resume', rental: Rental, turn: number): Call {
    const signed = { rentalId: rental.id, turn, deadline: this.chain.time + HOUR };
    return this.call(functionName, rental, signed, '0x');
  }

  async stopBySig(rental: Rental): Promise<Call> {
    const signed = { rentalId: rental.id, deadline: this.chain.time + HOUR };
    const sig = await rental.renter.signTypedData({
      domain: this.#domain('RentalEscrow', this.escrow),
      types: {
        Stop: [
          { name: 'rentalId', type: 'bytes32' },
          { name: 'deadline', type: 'uint40' },
        ],
      },
      primaryType: 'Stop',
      message: signed,
    });
    return this.call('stopBySig', rental, signed, sig);
  }

  withdraw(to: Address, amount: bigint): Call {
    return callOf(this.escrow, 'withdraw', [this.#usdc.address, to, amount]);
  }

  /** The renter's money and its Order by the one signature that the token asks for, which anybody sends. */
  async openWithAuthorization(rental: Rental): Promise<Call> {
    const validBefore = BigInt(rental.order.validUntil + 1);
    const to = this.escrow.address;
    const { v, r, s } = await this.#authorize(rental, { to, validBefore, nonce: rental.id });
    return this.call('openWithAuthorization', rental, v, r, s, rental.offerSig);
  }

  /** The same by way of the adapter and the renter's account. */
  async depositAndOpen(rental: Rental): Promise<Call> {
    const owner = rental.renter.address;
    const token = this.#usdc.address;
    const intent = { owner, token, amount: DEPOSIT, orderHash: rental.id, salt: zeroHash };
    const validBefore = BigInt(this.chain.time + HOUR);
    const to = this.#erc3009.address;
    const nonce = hashOf(intent);
    const { v, r, s } = await this.#authorize(rental, { to, validBefore, nonce });
    const { data } = this.openBySig(rental);
    const opening: Hex = `0x${data.slice(10)}`;
    return callOf(this.#erc3009, 'deposit', [intent, validBefore, v, r, s, opening]);
  }

  /** One call of a function that takes many rentals. */
  callMany(functionName: 'settleMany' | 'closeMany', rentals: readonly Rental[]): Call {
    return callOf(this.escrow, functionName, [rentals.map(({ order }) => order)]);
  }

  batch(calls: readonly Call[]): Call {
    return callOf(this.escrow, 'batch', [calls.map(({ data }) => data)]);
  }

  /** What the renter signs for the token: the deposit's way to its payee. */
  async #authorize({ renter }: Rental, terms: { to: Address; validBefore: bigint; nonce: Hex }) {
    const sig = await renter.signTypedData({
      domain: this.#domain('USD Coin', this.#usdc),
      types: { ReceiveWithAuthorization: receiveType },
      primaryType: 'ReceiveWithAuthorization',
      message: { from: renter.address, value: DEPOSIT, validAfter: 0n, ...terms },
    });
    const { r, s, v = 0n } = parseSignature(sig);
    return { v: Number(v), r, s };
  }

  /** Each renter has the token in its wallet as well as in the escrow. */
  async #fund(owner: Address): Promise<void> {
    const token = this.#usdc.address;
    const mint = callOf(this.#usdc, 'mint', [owner, 2n * WALLET]);
    const approve = callOf(this.#usdc, 'approve', [this.escrow.address, WALLET]);
    const deposit = callOf(this.escrow, 'deposit', [token, owner, WALLET]);
    await this.chain.send(deployer.address, mint);
    await this.chain.send(owner, approve);
    await this.chain.send(owner, deposit);
  }

  #domain(name: string, { address }: Contract) {
    return { name, version: '1', chainId: CHAIN_ID, verifyingContract: address };
  }
}

/** Eight bytes are enough to be unlike any other of the same owner's; the zeros before them are the cheapest calldata. */
function saltOf(name: string): Hex {
  return pad(slice(keccak256(stringToHex(name)), 0, 8), { size: 32 });
}
