export { auditChain } from './jobs/audit-chain.js';
export { keepRentals } from './jobs/keep-rentals.js';
export { probeInstance } from './jobs/probe-instance.js';
export { relayOutbox, type AddJob, type RelayedJob } from './jobs/relay-outbox.js';
export { watchHeartbeats } from './jobs/watch-heartbeats.js';
export type { ProbeRules } from './probe/ask-instance.js';
export type { QueueBackend } from './queue-backend.js';
export { startWorker, type RunningWorker } from './start-worker.js';
export type { WorkerOptions } from './worker.module.js';
