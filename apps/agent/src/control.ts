import { ApiRefusal, operations, type ApiClient } from '@gpuflow/api-client';
import type { Log } from './log.js';
import type { Assignment, Report } from './plan-steps.js';

/**
 * Hears this machine's assignments over an outbound WebSocket, so that machines behind NAT work: the whole list at
 * once, and again after every change. A broken connection is made again. Returns when `signal` aborts; throws where the
 * API declines.
 */
export async function followAssignments(
  client: ApiClient,
  onList: (assignments: readonly Assignment[]) => void,
  signal: AbortSignal,
): Promise<void> {
  for await (const { assignments } of client.subscribe(operations.assignments, {}, signal))
    onList(assignments);
}

/** Tells the API of an instance. What the API declines counts as told: saying it again would change nothing. */
export async function tellReport(
  { client, log }: { client: ApiClient; log: Log },
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const { rentalId, state } = report;
  const variables = { rentalId, state, port: report.port ?? null, failure: report.failure ?? null };
  try {
    await client.mutate(operations.reportInstance, variables, signal);
    log.info({ rentalId, state }, 'instance reported');
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    log.warn({ rentalId, state, code: error.code, facts: error.facts }, 'report declined');
  }
}
