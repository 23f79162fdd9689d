import { Inject } from '@nestjs/common';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import { chainDelegations, chainNonces, chainNow } from '@gpuflow/db';
import { parseAddress, type Actor, type Address, type SignedDelegation } from '@gpuflow/domain';
import { delegationTypedData, escrowDomain } from '@gpuflow/escrow';
import { setDelegate, type Market } from '@gpuflow/marketplace';

import { Arg, chainSeconds, intWithin, listOf, uintOf } from '../graphql/arguments.js';
import { Signed, type SignedCommand } from '../graphql/command.js';
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
    @Arg('first', intWithin(1, 200)) first: number,
  ) {
    const { db, policy } = this.market;
    const found = await chainDelegations.ofWallet(db, policy.chainId, address, first);
    return delegationAnswers(this.market, found);
  }

  @Query('delegationTypedData')
  async delegationTypedData(
    @Wallet() { address: owner }: Owner,
    @Arg('delegate', parseAddress) delegate: Address,
    @Arg('token', parseAddress) token: Address,
    @Arg('scopes', scopeList) scopes: ScopeName[],
    @Arg('capUnits', uintOf(96)) cap: bigint,
    @Arg('expiry', chainSeconds) expiry: number,
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
    @Signed() signed: SignedCommand,
    @Arg('delegation', parseDelegation) delegation: SignedDelegation,
  ) {
    await setDelegate(this.market, { ...signed, delegation });
    const { cap: capUnits, expiry, ...others } = delegation;
    return delegationAnswer({ ...others, capUnits, expiry: BigInt(expiry) });
  }
}
