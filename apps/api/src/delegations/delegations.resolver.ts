import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { chainDelegations, chainNonces, chainNow } from '@gpuflow/db';
import {
  parseAddress,
  type Actor,
  type Address,
  type Hex,
  type SignedDelegation,
} from '@gpuflow/domain';
import { delegationTypedData, escrowDomain } from '@gpuflow/escrow';
import { setDelegate, type Market } from '@gpuflow/marketplace';

import {
  chainSeconds,
  idempotencyKey,
  intWithin,
  listOf,
  parsed,
  signature as signatureOf,
  uintOf,
} from '../graphql/arguments.js';
import { Wallet } from '../graphql/context.js';
import type { ApiOptions } from '../options.js';
import { API_OPTIONS, MARKET } from '../tokens.js';
import {
  delegationAnswer,
  delegationAnswers,
  scopesOf,
  type ScopeName,
} from './delegation-answer.js';
import { parseDelegation } from './delegation-input.js';

type Owner = Actor & { kind: 'WALLET' };

const validSeconds = 900n;
const scopeList = listOf((name: ScopeName) => name, 3);

@Resolver()
export class DelegationsResolver {
  constructor(
    @Inject(MARKET) private readonly market: Market,
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
  ) {}

  @Query('myDelegations')
  async myDelegations(
    @Wallet() { address }: Owner,
    @Args('first', parsed(intWithin(1, 200))) first: number,
  ) {
    const { db, policy } = this.market;
    const found = await chainDelegations.ofWallet(db, policy.chainId, address, first);
    return delegationAnswers(this.market, found);
  }

  @Query('delegationTypedData')
  async delegationTypedData(
    @Wallet() { address: owner }: Owner,
    @Args('delegate', parsed(parseAddress)) delegate: Address,
    @Args('token', parsed(parseAddress)) token: Address,
    @Args('scopes', parsed(scopeList)) scopes: ScopeName[],
    @Args('capUnits', parsed(uintOf(96))) cap: bigint,
    @Args('expiry', parsed(chainSeconds)) expiry: number,
  ) {
    const { clock, db, policy } = this.market;
    const { chainId } = policy;
    return delegationTypedData(escrowDomain(chainId, this.options.escrow), {
      owner,
      delegate,
      token,
      scopes: scopesOf(scopes),
      cap,
      expiry,
      nonce: await chainNonces.nextOf(db, chainId, owner),
      deadline: Number((await chainNow(db, chainId, clock.now())) + validSeconds),
    });
  }

  @Mutation('setDelegate')
  async setDelegate(
    @Wallet() actor: Actor,
    @Args('idempotencyKey', parsed(idempotencyKey)) key: string,
    @Args('chainId') chainId: number,
    @Args('delegation', parsed(parseDelegation)) delegation: SignedDelegation,
    @Args('signature', parsed(signatureOf)) signature: Hex,
  ) {
    await setDelegate(this.market, { actor, key, chainId, delegation, signature });
    const { cap: capUnits, expiry, ...others } = delegation;
    return delegationAnswer({ ...others, capUnits, expiry: BigInt(expiry) });
  }
}
