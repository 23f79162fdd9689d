import { ask } from './ask.js';
import type { Endpoint } from './endpoint.js';
import { askAll, EndpointsDisagree, type Endpoints } from './endpoints.js';
import type { Question } from './question.js';
import { quantity, toQuantity } from './quantity.js';
import { receiptForm, type Receipt } from './receipt.js';

/**
 * A transaction's receipt as all endpoints have it. None is an answer only where nobody knows of one: a wish is sent
 * again on it. One that has not reached the receipt's block yet has no say. Throws {@link EndpointsDisagree}.
 */
export async function crossCheckedReceipt(
  endpoints: Endpoints,
  question: Question,
): Promise<unknown> {
  const answers = await answersOf(endpoints, question);
  const receipts = await Promise.all(
    answers.map(async ({ endpoint, answer }) => {
      return { endpoint, answer, receipt: await ask(receiptForm, Promise.resolve(answer)) };
    }),
  );
  const found = receipts.find(({ receipt }) => receipt !== null);
  if (!found?.receipt) return null;
  for (const { endpoint, receipt } of receipts)
    if (contradicts(found.receipt, receipt, endpoint.headNumber))
      throw new EndpointsDisagree('a receipt');
  return found.answer;
}

function contradicts(a: Receipt, b: Receipt | null, headNumber: bigint): boolean {
  if (b === null) return headNumber >= a.blockNumber;
  return a.blockHash !== b.blockHash || a.succeeded !== b.succeeded;
}

/**
 * How many transactions of an address are mined. At the head the middle answer, the higher of two: endpoints get there
 * one after the other, and no single one of three decides. At a height all must say the same. Throws
 * {@link EndpointsDisagree}.
 */
export async function crossCheckedCount(
  endpoints: Endpoints,
  question: Question,
): Promise<unknown> {
  const counts = await Promise.all(
    (await answersOf(endpoints, question)).map(({ answer }) =>
      ask(quantity, Promise.resolve(answer)),
    ),
  );
  const sorted = counts.toSorted((a, b) => (a < b ? 1 : -1));
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0n;
  if (!isAtHead(question) && sorted.some((count) => count !== middle))
    throw new EndpointsDisagree('how many transactions an address has sent');
  return toQuantity(middle);
}

function isAtHead({ params }: Question): boolean {
  return Array.isArray(params) && (params[1] === 'latest' || params[1] === 'pending');
}

/** What was answered; throws a refusal where all have declined. */
async function answersOf(
  endpoints: Endpoints,
  question: Question,
): Promise<{ endpoint: Endpoint; answer: unknown }[]> {
  const replies = await askAll(endpoints, question);
  const answers = replies.flatMap((reply) => ('answer' in reply ? [reply] : []));
  const declined = replies.find((reply) => 'declined' in reply);
  if (answers.length === 0 && declined !== undefined) throw declined.declined;
  return answers;
}

/** Hands bytes to all endpoints. One that takes them is enough; where all decline, that is the answer. */
export async function broadcastToAll(endpoints: Endpoints, question: Question): Promise<unknown> {
  const [first] = await answersOf(endpoints, question);
  return first?.answer;
}
