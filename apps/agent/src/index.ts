export { createAgent, type Agent, type AgentOptions } from './create-agent.js';
export { readEnrolment, readFacts, type MachineFacts, type SignedEnrolment } from './enrol.js';
export { openIdentity, type Identity } from './identity.js';
export { createProcessRuntime, type ProcessRuntimeOptions } from './process-runtime.js';
export type { InstanceSpec, RentalId, RunningInstance, Runtime } from './runtime.js';
