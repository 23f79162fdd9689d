import { buildProof, NodeFailure, NodeRefusal, NotAuditable, openNode } from '@gpuflow/audit';
import { chainCursors, chainRentals } from '@gpuflow/db';
import { Fault, Refusal, type Hash } from '@gpuflow/domain';
import { found, type Market } from '@gpuflow/marketplace';

import { headOf } from '../settlement/chain-position.js';

/** Each takes a request for every transaction of some blocks. */
const proofsAtOnceMax = 4;

export interface ProofQuestion {
  rentalId: Hash;
  /** Which settlement, by its number among the rental's logs; by default the last. */
  seq: number | undefined;
}

/** Settlements' proofs, out of a node of the chain: whoever asks for one that is being built gets its answer. */
export class SettlementProofs {
  readonly #building = new Map<string, ReturnType<typeof build>>();
  readonly #market: Market;
  readonly #rpcUrl: string;

  constructor(market: Market, rpcUrl: string) {
    this.#market = market;
    this.#rpcUrl = rpcUrl;
  }

  /** Refuses `NOT_FOUND` for a rental or settlement that the chain does not know. */
  of(question: ProofQuestion): ReturnType<typeof build> {
    const name = `${question.rentalId} ${question.seq ?? 'last'}`;
    const underWay = this.#building.get(name);
    if (underWay !== undefined) return underWay;
    if (this.#building.size >= proofsAtOnceMax)
      throw new Fault('rpc', new Error('too many proofs at once'));
    const proof = build(this.#market, this.#rpcUrl, question).finally(() =>
      this.#building.delete(name),
    );
    this.#building.set(name, proof);
    return proof;
  }
}

async function build({ db, policy }: Market, rpcUrl: string, { rentalId, seq }: ProofQuestion) {
  const { chainId } = policy;
  const cursor = await chainCursors.find(db, chainId);
  if (cursor === undefined) throw new Fault('chain', new Error(`chain ${chainId} is not read`));
  const rental = found(await chainRentals.find(db, chainId, rentalId), 'rental', rentalId);
  const bundle = await buildProof({
    node: openNode({ urls: endpointsOf(rpcUrl) }),
    escrow: cursor.escrow,
    rentalId,
    from: rental.opened.blockNumber,
    ...(seq !== undefined && { seq }),
  }).catch((error: unknown) => inOurWords(error, rentalId));
  return { rentalId, seq: bundle.seq, bundle, position: headOf(cursor) };
}

function endpointsOf(rpcUrl: string): [string, ...string[]] {
  const [first = rpcUrl, ...others] = rpcUrl.split(',');
  return [first, ...others];
}

function inOurWords(error: unknown, rentalId: Hash): never {
  if (error instanceof NotAuditable)
    throw new Refusal('NOT_FOUND', { kind: 'settlement', id: rentalId });
  if (error instanceof NodeFailure || error instanceof NodeRefusal) throw new Fault('rpc', error);
  throw error;
}
