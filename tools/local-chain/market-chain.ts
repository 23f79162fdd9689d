import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { Chain, type RecordChange } from './chain.ts';
import type { ChainClock } from './clock.ts';
import { type Deployment, deploymentNoteOf, deploymentSchema } from './deployment.ts';
import { Journal, type JournalEntry } from './journal.ts';

/** What is kept beside the journal: the contracts, and how many of its entries made them. */
const noteSchema = z.object({ deployment: deploymentSchema, entries: z.number().int().positive() });

/** Deploys the contracts to a chain, with calls like anybody else's. */
export type Deploy = (chain: Chain) => Promise<Deployment>;

/** A chain with the market's contracts, and the calls that made another one just deployed. */
export interface MarketChain {
  readonly chain: Chain;
  readonly deployment: Deployment;
  readonly deploymentEntries: readonly JournalEntry[];
}

/** A chain in memory with the contracts deployed. */
export async function deployInMemory(clock: ChainClock, deploy: Deploy): Promise<MarketChain> {
  const chain = await Chain.replay([], clock);
  return deployTo(chain, deploy, async () => undefined);
}

/**
 * The chain of a journal. Deploys the contracts where the journal is new or was cut off while they were
 * deployed; else goes on from the last block.
 */
export async function openMarketChain(
  file: string,
  clock: ChainClock,
  deploy: Deploy,
): Promise<MarketChain> {
  const { journal, entries } = await Journal.open(file);
  const noteFile = deploymentNoteOf(file);
  const note = entries.length === 0 ? undefined : await readNote(noteFile);
  if (note) {
    const chain = await Chain.replay(entries, clock);
    chain.recordTo(keepIn(journal));
    await showClock(chain, clock);
    const { deployment } = note;
    return { chain, deployment, deploymentEntries: entries.slice(0, note.entries) };
  }
  await rm(noteFile, { force: true });
  await journal.clear();
  const chain = await Chain.replay([], clock);
  const market = await deployTo(chain, deploy, keepIn(journal));
  await writeNote(noteFile, market);
  return market;
}

/**
 * Makes a block, so that readers see what the clock says, whatever time was wished for the next one. Not
 * where somebody has taken the making of blocks in hand: what waits would be mined before its time.
 */
async function showClock(chain: Chain, clock: ChainClock): Promise<void> {
  if (await chain.request('hardhat_getAutomine', [])) {
    await chain.request('evm_mine', [clock.now() + 1]);
  }
}

/** Where an entry cannot be written, the chain is ahead of its journal and must not answer any more. */
function keepIn(journal: Journal): RecordChange {
  return (entry) =>
    journal.append(entry).catch((error: unknown) => {
      console.error('The journal cannot be written:', error);
      process.exit(1);
    });
}

async function deployTo(chain: Chain, deploy: Deploy, keep: RecordChange): Promise<MarketChain> {
  const deploymentEntries: JournalEntry[] = [];
  chain.recordTo(async (entry) => {
    deploymentEntries.push(entry);
    await keep(entry);
  });
  const deployment = await deploy(chain);
  chain.recordTo(keep);
  return { chain, deployment, deploymentEntries };
}

async function readNote(file: string): Promise<z.infer<typeof noteSchema> | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const note = noteSchema.safeParse(JSON.parse(text));
  if (note.success) return note.data;
  throw new Error(
    `${file} is of a local chain that another version made: remove its data folder, or start with --data DIR`,
  );
}

/** Renamed into place, so that a crash leaves the whole note or none. */
async function writeNote(file: string, market: MarketChain): Promise<void> {
  const { deployment, deploymentEntries } = market;
  await writeFile(
    `${file}.new`,
    JSON.stringify({ deployment, entries: deploymentEntries.length }),
    {
      flush: true,
    },
  );
  await rename(`${file}.new`, file);
}
