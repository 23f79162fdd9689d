import type { Hex, SignerRole } from '@gpuflow/domain';
import { z } from 'zod';

import { sentSteps, type Drill } from '../drill.ts';
import type { Step, StepName } from '../life.ts';
import { accountOf, seats } from '../seats.ts';
import { sendAs } from '../send-as.ts';
import { openStand, type Stand } from '../stand.ts';
import type { Trial } from '../trial.ts';

/** What goes wrong with a signer's nonces, fees and funds. */
export const signers: Drill[] = [
  {
    name: 'nonce-too-low-key-used-elsewhere',
    strikesAt: sentSteps,
    boundSeconds: 90,
    saidAs: /node declined|foreign transaction/,
    openStand: () => openStand(),
    async strike(trial, step) {
      const foreign = once(() => spendNonce(trial.stand, signerOf(step.name)));
      beforeBroadcast(trial, foreign);
      await step.act();
      await trial.struggle(trial.random.between(1, 3));
      trial.stand.endpoints[0]?.interfere(() => 'PASS');
      await trial.recover(step);
    },
  },
  {
    name: 'nonce-too-high-and-a-gap',
    strikesAt: sentSteps,
    boundSeconds: 90,
    saidAs: /hole|declined/,
    openStand: () => openStand(),
    async strike(trial, step) {
      const { stand } = trial;
      await step.act();
      const fork = await stand.node.snapshot();
      for (let spent = trial.random.between(1, 3); spent > 0; spent -= 1)
        await spendNonce(stand, signerOf(step.name));
      await trial.reach('it is mined and read', step.isDone);
      await stand.node.revert(fork);
      await stand.node.setNextBlockTimestamp((await chainSeconds(stand)) + 30);
      for (let made = 0; made < 12; made += 1) await stand.node.mine();
      await trial.recover(step);
    },
  },
  {
    name: 'transaction-dropped-from-pool',
    strikesAt: sentSteps,
    boundSeconds: 60,
    saidAs: undefined,
    openStand: () => openStand(),
    async strike(trial, step) {
      const { node } = trial.stand;
      await node.automine(false);
      await step.act();
      await trial.stand.chain.work();
      for (const hash of await unminedHashes(trial.stand)) await node.dropTransaction(hash);
      await trial.struggle(trial.random.between(1, 3));
      await node.automine(true);
      await trial.recover(step);
    },
  },
  {
    name: 'base-fee-times-50',
    strikesAt: sentSteps,
    boundSeconds: 180,
    saidAs: /replaced|gas costs/,
    openStand: () => openStand(),
    async strike(trial, step) {
      const { node, ledger } = trial.stand;
      await node.automine(false);
      await step.act();
      await trial.stand.chain.work();
      const { baseFeePerGas } = await ledger.client.getBlock();
      await node.setNextBaseFee((baseFeePerGas ?? 1n) * 50n);
      await node.mine();
      await node.automine(true);
      await trial.struggle(trial.random.between(1, 3));
      await trial.recover(step);
    },
  },
  {
    name: 'signer-without-funds',
    strikesAt: sentSteps,
    boundSeconds: 90,
    saidAs: /cannot pay/,
    openStand: () => openStand(),
    async strike(trial, step) {
      const { node, ledger } = trial.stand;
      const { address } = accountOf(signerOf(step.name));
      const before = await ledger.client.getBalance({ address });
      await node.setBalance(address, 0n);
      await step.act();
      await trial.struggle(trial.random.between(2, 5));
      await node.setBalance(address, before);
      await trial.recover(step);
    },
  },
];

const signersOf: Record<StepName, Lowercase<SignerRole>> = {
  deposit: 'relayer',
  open: 'relayer',
  start: 'meter',
  settle: 'keeper',
  stop: 'keeper',
  close: 'keeper',
};

/** The seat of the signer that a step's transaction is sent by. */
function signerOf(step: Step['name']): number {
  return seats[signersOf[step]];
}

/** Something happens between the moment in which the process has stored its bytes and the node's hearing of them. */
function beforeBroadcast({ stand }: Trial, happen: () => Promise<void>): void {
  stand.endpoints[0]?.interfere(({ method }) =>
    method === 'eth_sendRawTransaction' ? { first: happen } : 'PASS',
  );
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}

/** Somebody else who has the key spends its next nonce, past the process. */
function spendNonce(stand: Stand, seat: number): Promise<void> {
  return sendAs(stand, seat, { to: stand.ledger.token });
}

async function chainSeconds({ ledger }: Stand): Promise<number> {
  return Number((await ledger.client.getBlock()).timestamp);
}

const hashRow = z.object({ hash: z.string().transform((text): Hex => `0x${text.slice(2)}`) });

async function unminedHashes({ sql }: Stand): Promise<Hex[]> {
  const { rows } = await sql.query(
    `select hash from chain_transactions where state in ('SIGNED', 'BROADCAST')`,
  );
  return z
    .array(hashRow)
    .parse(rows)
    .map(({ hash }) => hash);
}
