import { ApiFault } from './api-errors.js';
import { bigintAsDigits, type Operation } from './operation.js';
import { readAnswer } from './read-answer.js';

/** Where the API is, and how this client shows who it is. */
export interface ApiEndpoint {
  /** The GraphQL endpoint, `http(s)://…/graphql`. */
  url: string;
  /** The access token; asked for anew for each request and connection. */
  token?: (() => string | Promise<string>) | undefined;
}

const timeoutMs = 15_000;
const answerBytesMax = 8 * 1024 * 1024;

/** Sends one query or mutation over HTTP. It is given up after 15 seconds, or above 8 MiB of answer. */
export async function postOperation<Result, Variables>(
  endpoint: ApiEndpoint,
  operation: Operation<'query' | 'mutation', Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  const token = await endpoint.token?.();
  const authorization = token === undefined ? undefined : `Bearer ${token}`;
  const body = JSON.stringify({ query: operation.text, variables }, bigintAsDigits);
  const answer = await exchange(endpoint.url, authorization, body, signal);
  return readAnswer(operation, answer);
}

/** The JSON that is answered to this JSON, whatever the status. Throws `ApiFault` where none is. */
export async function exchange(
  url: string,
  authorization: string | undefined,
  body: string,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(authorization !== undefined && { authorization }),
      },
      body,
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    return parseJson(await boundedText(response), response.status);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ApiFault) throw error;
    const reason = timeout.aborted ? `no answer in ${timeoutMs} ms` : 'it cannot be reached';
    throw new ApiFault(reason, undefined, { cause: error });
  }
}

/** GraphQL errors come with a body, whatever the status; a gateway's page does not parse. */
function parseJson(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiFault(`status ${status} without JSON`);
  }
}

async function boundedText({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  const chunks: AsyncIterable<Uint8Array> | undefined = body ?? undefined;
  if (chunks === undefined) return text;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > answerBytesMax) throw new ApiFault(`an answer above ${answerBytesMax} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
