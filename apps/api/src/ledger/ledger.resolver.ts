import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { parseAddress, type Address } from '@gpuflow/domain';
import type { Market } from '@gpuflow/marketplace';

import { intWithin, parsed } from '../graphql/arguments.js';
import type { ApiOptions } from '../options.js';
import { API_OPTIONS, MARKET } from '../tokens.js';
import { accountStatement } from './account-statement.js';
import { audit } from './audit.js';

@Resolver()
export class LedgerResolver {
  #audit: ReturnType<typeof audit> | undefined;

  constructor(
    @Inject(MARKET) private readonly market: Market,
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
  ) {}

  @Query('ledger')
  ledger(
    @Args('owner', parsed(parseAddress)) owner: Address,
    @Args('token', parsed(parseAddress)) token: Address,
    @Args('first', parsed(intWithin(1, 500))) first: number,
  ) {
    return accountStatement(this.market, { owner, token }, first);
  }

  /** An audit reads the whole contract: whoever asks while one runs gets its answer. */
  @Query('audit')
  audit() {
    const { db, policy } = this.market;
    const { escrow, rpcUrl } = this.options;
    this.#audit ??= audit({ db, chainId: policy.chainId, escrow, rpcUrl }).finally(() => {
      this.#audit = undefined;
    });
    return this.#audit;
  }
}
