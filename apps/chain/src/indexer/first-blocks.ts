/** The most logs that one transaction stores and folds in good time. */
const logsMax = 1_000;

/** The first of these blocks that have no more logs than one transaction can take; one block at least. */
export function firstBlocks<Block extends { logs: readonly unknown[] }>(blocks: Block[]): Block[] {
  let logs = 0;
  const end = blocks.findIndex((block) => (logs += block.logs.length) > logsMax);
  return end === -1 ? blocks : blocks.slice(0, Math.max(end, 1));
}
