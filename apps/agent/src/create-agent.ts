import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiFault, createApiClient } from '@gpuflow/api-client';
import { followAssignments, tellReport } from './control.js';
import { enrol, type MachineFacts, type SignedEnrolment } from './enrol.js';
import { readGpus } from './gpu-states.js';
import { createHeart } from './heartbeat.js';
import type { Identity } from './identity.js';
import type { Log } from './log.js';
import { backoffMs, startLoop, type Loop } from './loop.js';
import type { Assignment, Report } from './plan-steps.js';
import { createReconciler } from './reconciler.js';
import type { Runtime } from './runtime.js';

const lookEverySeconds = 5;

export interface AgentOptions {
  /** The API's GraphQL endpoint. */
  apiUrl: string;
  /** Where the agent keeps what outlives it. One agent at a time. */
  home: string;
  identity: Identity;
  facts: MachineFacts;
  /** The provider's word that `identity` speaks for a machine with `facts`. */
  signed: SignedEnrolment;
  runtime: Runtime;
  log: Log;
}

/** A machine's agent. */
export interface Agent {
  /**
   * Enrols, trying until the API is reached, then beats and follows assignments until stopped. Answers the machine's id
   * when its first beat was taken. Throws `ApiRefusal` where the API declines to enrol it.
   */
  start(): Promise<string>;
  /** Ends it, and the instances that may not outlive it. */
  stop(): Promise<void>;
}

/** An agent that has not started. */
export function createAgent(options: AgentOptions): Agent {
  const stopping = new AbortController();
  let loops: Loop[] = [];
  return {
    async start() {
      const machineId = await enrolled(options, stopping.signal);
      const life = live(options, machineId, stopping.signal);
      loops = life.loops;
      await life.online;
      return machineId;
    },
    async stop() {
      stopping.abort();
      await Promise.all(loops.map((loop) => loop.stop()));
      await options.runtime.close();
    },
  };
}

async function enrolled(options: AgentOptions, signal: AbortSignal): Promise<string> {
  const { apiUrl, home, facts, signed, log } = options;
  const client = createApiClient({ url: apiUrl });
  for (let faults = 0; ; faults += 1) {
    try {
      return await enrol({ client, home, facts, signed, signal });
    } catch (error) {
      if (!(error instanceof ApiFault)) throw error;
      log.warn({ err: error }, 'not enrolled yet');
      await sleep(backoffMs(faults), undefined, { signal });
    }
  }
}

/** Starts the loops that the agent lives by. */
function live(options: AgentOptions, machineId: string, signal: AbortSignal) {
  const { apiUrl, identity, log, runtime } = options;
  const client = createApiClient({ url: apiUrl, token: () => identity.accessToken(machineId) });
  const instances = () => runtime.list().map(({ rentalId }) => ({ rentalId, state: 'RUNNING' }));
  const bootId = randomUUID();
  const heart = createHeart({ apiUrl, client, machineId, bootId, instances, gpus: readGpus });
  const report = (said: Report) => tellReport({ client, log }, said, signal);
  const reconciler = createReconciler({ runtime, report, log, lookEverySeconds });
  const { promise: online, resolve: heard } = Promise.withResolvers<undefined>();
  const warn = (message: string) => (err: unknown, pauseMs: number) =>
    log.warn({ err, pauseMs }, message);

  const beating = startLoop(async (stopped) => {
    const pauseMs = await heart.beat(stopped);
    heard(undefined);
    return pauseMs;
  }, warn('beat not taken'));
  const reconciling = startLoop(() => reconciler.reconcile(), warn('instances not in order'));
  const take = (assignments: readonly Assignment[]) => {
    reconciler.assign(assignments);
    reconciling.wake();
  };
  const following = startLoop(async (stopped) => {
    await followAssignments(client, take, stopped);
    return 0;
  }, warn('assignments not heard'));
  return { online, loops: [beating, reconciling, following] };
}
