import { Inject } from '@nestjs/common';
import { Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { audits, type StoredAudit } from '@gpuflow/db';
import { parseAddress, parseHash, type Address, type Hash } from '@gpuflow/domain';
import type { Market } from '@gpuflow/marketplace';

import { Arg, intWithin, optional, textWithin, uintOf } from '../graphql/arguments.js';
import type { ApiOptions } from '../options.js';
import { API_OPTIONS, MARKET } from '../tokens.js';
import { accountStatement } from './account-statement.js';
import { auditAt } from './audit-answer.js';
import { settlementConnection } from './settlement-connection.js';
import { SettlementProofs } from './settlement-proof.js';

@Resolver('Audit')
export class LedgerResolver {
  readonly #proofs: SettlementProofs;

  constructor(
    @Inject(MARKET) private readonly market: Market,
    @Inject(API_OPTIONS) options: ApiOptions,
  ) {
    this.#proofs = new SettlementProofs(market, options.rpcUrl);
  }

  @Query('ledger')
  ledger(
    @Arg('owner', parseAddress) owner: Address,
    @Arg('token', parseAddress) token: Address,
    @Arg('first', intWithin(1, 500)) first: number,
  ) {
    return accountStatement(this.market, { owner, token }, first);
  }

  @Query('audit')
  audit(@Arg('at', optional(uintOf(63))) at: bigint | undefined) {
    return auditAt(this.market, at);
  }

  @ResolveField('findings')
  findings(@Parent() { id }: StoredAudit, @Arg('first', intWithin(1, 500)) first: number) {
    return audits.findingsOf(this.market.db, id, first);
  }

  @Query('settlements')
  settlements(
    @Arg('rentalId', optional(parseHash)) rentalId: Hash | undefined,
    @Arg('first', intWithin(1, 100)) first: number,
    @Arg('after', optional(textWithin(1, 100))) after: string | undefined,
  ) {
    return settlementConnection(this.market, { rentalId, first, after });
  }

  @Query('proof')
  proof(
    @Arg('rentalId', parseHash) rentalId: Hash,
    @Arg('seq', optional(intWithin(1, 2 ** 31 - 1))) seq: number | undefined,
  ) {
    return this.#proofs.of({ rentalId, seq });
  }
}
