/** Calls whose effect is a block, when automine is on. */
const BLOCK_MAKERS = new Set([
  'eth_sendTransaction',
  'eth_sendRawTransaction',
  'evm_mine',
  'hardhat_mine',
]);
/** Calls of the developers' namespaces that change nothing. */
const DEVELOPER_READS = new Set(['hardhat_getAutomine', 'hardhat_metadata']);
/** Calls whose effect would not be in the journal: blocks made by a timer, and a chain begun anew. */
const REFUSED = new Set(['evm_setIntervalMining', 'hardhat_reset', 'hardhat_setLoggingEnabled']);

/** Hardhat's name of a method; Anvil's are the same but for the namespace. */
export function canonicalMethod(method: string): string {
  return method.replace(/^anvil_/, 'hardhat_');
}

export function makesBlock(method: string): boolean {
  return BLOCK_MAKERS.has(method);
}

export function changesChain(method: string): boolean {
  if (BLOCK_MAKERS.has(method)) return true;
  return /^(evm|hardhat)_/.test(method) && !DEVELOPER_READS.has(method);
}

export function isRefused(method: string): boolean {
  return REFUSED.has(method);
}
