import { Inject } from '@nestjs/common';
import { ResolveField, Resolver } from '@nestjs/graphql';
import { audits } from '@gpuflow/db';
import type { Market } from '@gpuflow/marketplace';

import { MARKET } from '../tokens.js';
import { auditById } from './audit-answer.js';

/** Whether new rentals open. */
@Resolver('Settlement')
export class EntryResolver {
  constructor(@Inject(MARKET) private readonly market: Market) {}

  @ResolveField('entryClosedBy')
  async entryClosedBy() {
    const { db, policy } = this.market;
    const closure = await audits.closure(db, policy.chainId);
    return closure && auditById(this.market, closure.auditId);
  }
}
