import { audits, type Tx } from '@gpuflow/db';
import { Refusal } from '@gpuflow/domain';

/** Refuses `ENTRY_CLOSED` while the chain's last audit found differences. Exits never ask. */
export async function assertEntryOpen(tx: Tx, chainId: number): Promise<void> {
  const closure = await audits.closure(tx, chainId);
  if (closure === undefined) return;
  const { auditId, blockNumber: block } = closure;
  throw new Refusal('ENTRY_CLOSED', { auditId, block });
}
