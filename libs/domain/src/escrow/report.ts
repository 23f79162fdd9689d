import { Refusal } from '../refusal.js';
import { requireAgreement, requireInTime, type Draft } from './draft.js';
import { requireTrusted } from './entry-rules.js';
import { haltOrTrim } from './halt.js';
import type { OperationOf } from './operation.js';
import { resumeByMeter } from './pause.js';
import { rentalIn, requireSignedFor } from './rental-in.js';
import { startNow } from './start.js';

/** What the meter saw, by its signature or its own call. */
export function report(draft: Draft, { order, report, signature }: OperationOf<'REPORT'>): void {
  const { meter } = order.offer;
  requireSignedFor(rentalIn(draft, order, 'RESERVED', 'RUNNING', 'HALTED', 'ENDED'), report);
  requireInTime(draft, report.deadline);
  requireTrusted(draft, meter);
  requireAgreement(draft, meter, signature);
  switch (report.kind) {
    case 'START':
      if (order.starter !== 'METER')
        throw new Refusal('NOT_OWNER', { actor: meter, kind: 'starter', id: order.renter });
      return startNow(draft, order);
    case 'HALT':
      return haltOrTrim(draft, order, BigInt(report.since), report.evidenceRoot);
    case 'RESUME':
      return resumeByMeter(draft, order);
  }
}
