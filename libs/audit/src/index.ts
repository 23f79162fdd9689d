export {
  audit,
  NotAuditable,
  type AuditReport,
  type AuditRequest,
  type DatabaseUnderAudit,
  type Progress,
} from './audit.js';
export type { StoredLog, Projection } from './compare/database.js';
export { owedOf, type TokenTotals } from './compare/totals.js';
export { judgeLogs, type EmittedLog } from './conduct/judge-logs.js';
export { evidenceForm, type Evidence } from './evidence/evidence.js';
export { findingKinds, isDifference, type Finding, type FindingCode } from './finding.js';
export { NodeFailure, NodeRefusal, openNode, type AuditNode } from './node/node.js';
export { notAmong, notOnChain } from './proof/anchor.js';
export { buildProof, type ProofRequest } from './proof/build-proof.js';
export { bundleForm, type ProofBundle } from './proof/bundle.js';
export { ProofBroken, verifyProof, type ProvenSettlement } from './proof/verify-proof.js';
