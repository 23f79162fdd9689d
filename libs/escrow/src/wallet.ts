import { parseAddress, Refusal, type Address, type Hash, type Hex } from '@gpuflow/domain';
import { encodeFunctionData, erc20Abi, type PrivateKeyAccount } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { openChainClient, type ChainEndpoint } from './chain-client.js';
import { demoDollarAbi, rentalEscrowAbi as abi } from './generated/index.js';
import { readTypedData } from './read-typed-data.js';
import { rejectAsFault } from './rpc-failure.js';
import { transactionSender, type SendTransaction } from './send-transaction.js';
import type { PrimaryType } from './typed-data-json.js';
import { escrowDomain, marketDomain } from './typed-data.js';

/** A key, the node it sends through, and the contracts it deals with. */
export interface WalletOptions extends ChainEndpoint {
  privateKey: Hex;
  deployment: WalletDeployment;
}

/** The escrow, and the one token that the wallet pays in. */
export interface WalletDeployment {
  escrow: Address;
  token: Address;
}

/** A call of the escrow that only this wallet can make. */
export interface WalletCall {
  chainId: number;
  from: Address;
  to: Address;
  data: Hex;
}

/** What a party does with its own key: signs what it was shown, and moves its own money. */
export interface Wallet {
  address: Address;
  /**
   * Signs typed data that the market made, after checking that it is a `primaryType` of this chain and escrow that asks
   * for this wallet's signature. Refuses `WRONG_CHAIN`, `MALFORMED_INPUT`, `NOT_OWNER`.
   */
  signTypedData(json: unknown, primaryType: PrimaryType): Promise<Hex>;
  /** Signs a text with `personal_sign` (EIP-191). */
  signMessage(message: string): Promise<Hex>;
  /** Moves tokens of this wallet into its balance in the escrow. Answers, as below, when it is mined. */
  approveAndDeposit(units: bigint): Promise<Hash>;
  /** Makes play money, where the token is the demonstration's. */
  mintDemo(units: bigint): Promise<Hash>;
  /** Takes free money out of the escrow, to this wallet. */
  withdraw(units: bigint): Promise<Hash>;
  /**
   * Sends a call that the market has made, after checking that it is this wallet's to send, to the escrow, on this chain.
   * Refuses `WRONG_CHAIN`, `NOT_OWNER`, `MALFORMED_INPUT`, and what the contract declines.
   */
  sendCall(call: WalletCall): Promise<Hash>;
  /** The balance in the escrow that is not promised to a rental. */
  freeUnits(): Promise<bigint>;
  /** The tokens in the wallet itself. */
  tokenBalance(): Promise<bigint>;
}

/** A wallet on a private key. Its verbs throw `Refusal` where a contract declined, `Fault('rpc')` where the node failed. */
export function createWallet(options: WalletOptions): Wallet {
  const account = privateKeyToAccount(options.privateKey);
  const address = parseAddress(account.address, 'privateKey');
  return {
    address,
    ...signing(account, address, options),
    ...moving(address, options, transactionSender(account, options)),
    ...reading(address, options),
  };
}

function signing(account: PrivateKeyAccount, address: Address, options: WalletOptions) {
  const domains = {
    escrow: escrowDomain(options.chainId, options.deployment.escrow),
    market: marketDomain(options.chainId),
  };
  return {
    async signTypedData(json: unknown, primaryType: PrimaryType) {
      const { digest, signer = address } = readTypedData(json, primaryType, domains);
      if (signer !== address)
        throw new Refusal('NOT_OWNER', { actor: address, kind: primaryType, id: signer });
      return account.sign({ hash: digest });
    },
    signMessage: (message: string) => account.signMessage({ message }),
  };
}

function moving(owner: Address, { chainId, deployment }: WalletOptions, send: SendTransaction) {
  const { escrow, token } = deployment;
  return {
    async sendCall(call: WalletCall) {
      if (call.chainId !== chainId)
        throw new Refusal('WRONG_CHAIN', { have: call.chainId, want: chainId });
      if (call.from !== owner)
        throw new Refusal('NOT_OWNER', { actor: owner, kind: 'call', id: call.from });
      if (call.to !== escrow)
        throw new Refusal('MALFORMED_INPUT', { field: 'to', reason: 'not the escrow' });
      return send(escrow, call.data);
    },
    async approveAndDeposit(units: bigint) {
      const approval = [escrow, units] as const;
      await send(
        token,
        encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: approval }),
      );
      const args = [token, owner, units] as const;
      return send(escrow, encodeFunctionData({ abi, functionName: 'deposit', args }));
    },
    mintDemo(units: bigint) {
      const args = [owner, units] as const;
      return send(token, encodeFunctionData({ abi: demoDollarAbi, functionName: 'mint', args }));
    },
    withdraw(units: bigint) {
      const args = [token, owner, units] as const;
      return send(escrow, encodeFunctionData({ abi, functionName: 'withdraw', args }));
    },
  };
}

function reading(owner: Address, { rpcUrl, chainId, deployment }: WalletOptions) {
  const node = openChainClient({ rpcUrl, chainId });
  const { escrow, token } = deployment;
  return {
    async freeUnits() {
      const args = [token, owner] as const;
      const account = await node
        .readContract({ address: escrow, abi, functionName: 'account', args })
        .catch(rejectAsFault);
      return account.free;
    },
    tokenBalance: () =>
      node
        .readContract({
          address: token,
          abi: erc20Abi,
          functionName: 'balanceOf',
          args: [owner],
        })
        .catch(rejectAsFault),
  };
}
