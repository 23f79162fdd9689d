import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

import type { Hash } from '@gpuflow/domain';
import { encodeFunctionResult, erc20Abi, isHex, numberToHex, toFunctionSelector } from 'viem';
import { z } from 'zod';

import { chainId, recordChain, type RecordedChain } from './recorded-chain.ts';

/**
 * A process that answers JSON-RPC for a recorded chain, given the number of logs and the seed. Tells its parent its URL
 * and what the chain has.
 */
const question = z.object({
  id: z.union([z.number(), z.string()]),
  method: z.string(),
  params: z.array(z.unknown()).default([]),
});
type Question = z.output<typeof question>;

const filter = z.union([
  z.object({ blockHash: z.custom<Hash>((value) => isHex(value)) }),
  z.object({ fromBlock: z.coerce.number(), toBlock: z.coerce.number() }),
]);
const call = z.object({ data: z.string() });

const symbol = { abi: erc20Abi, functionName: 'symbol', result: 'dUSD' } as const;
const decimals = { abi: erc20Abi, functionName: 'decimals', result: 6 } as const;
const calls = new Map([
  [toFunctionSelector('symbol()'), encodeFunctionResult(symbol)],
  [toFunctionSelector('decimals()'), encodeFunctionResult(decimals)],
]);

/** The JSON of what a node answers. */
function resultOf(chain: RecordedChain, { method, params: [first] }: Question): string {
  switch (method) {
    case 'eth_chainId':
      return JSON.stringify(numberToHex(chainId));
    case 'eth_getBlockByNumber':
      return chain.header(heightOf(chain, first));
    case 'eth_getLogs':
      return logsOf(chain, filter.parse(first));
    case 'eth_call': {
      const { data } = call.parse(first);
      return JSON.stringify([...calls].find(([selector]) => data.startsWith(selector))?.[1]);
    }
    default:
      throw new Error(`This node does not know ${method}.`);
  }
}

function heightOf({ head, finalized }: RecordedChain, at: unknown): number {
  if (at === 'latest') return head;
  if (at === 'safe' || at === 'finalized') return finalized;
  return Number(at);
}

function logsOf(chain: RecordedChain, asked: z.output<typeof filter>): string {
  if (!('blockHash' in asked)) return chain.logsBetween(asked.fromBlock, asked.toBlock);
  const number = chain.numberOf(asked.blockHash);
  if (number === undefined) throw new Error('This node has no such block.');
  return chain.logsBetween(number, number);
}

async function answer(
  chain: RecordedChain,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const json: unknown = JSON.parse(await text(request));
  const answers = z
    .array(question)
    .parse([json].flat())
    .map((asked) => `{"jsonrpc":"2.0","id":${asked.id},"result":${resultOf(chain, asked)}}`);
  response.setHeader('content-type', 'application/json');
  response.end(Array.isArray(json) ? `[${answers.join()}]` : answers[0]);
}

const [logsMin = '', seed = ''] = process.argv.slice(2);
const chain = recordChain(Number(logsMin), Number(seed));
const server = createServer((request, response) => {
  answer(chain, request, response).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    response.destroy();
  });
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('Not listening on a port.');
const { head, finalized, logs } = chain;
process.send?.({ url: `http://127.0.0.1:${address.port}`, head, finalized, logs });
process.once('disconnect', () => process.exit(0));
