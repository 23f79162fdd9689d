import { z } from 'zod';
import { refusalCode } from './generated/operations.js';

export type RefusalCode = z.infer<typeof refusalCode>;

/** The API understood and declined. Nothing was written; asking again in the same way will not help. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';

  constructor(
    readonly code: RefusalCode,
    /** What disagreed, by name. */
    readonly facts: Record<string, unknown>,
  ) {
    super(code);
  }
}

/** No usable answer came: asking again later may help. With the same idempotency key that is always safe. */
export class ApiFault extends Error {
  override readonly name = 'ApiFault';

  constructor(
    /** What went wrong, without secrets: for logs. */
    readonly reason: string,
    /** To quote to the operator, where the API gave one. */
    readonly errorId?: string,
    options?: ErrorOptions,
  ) {
    super(`The API gave no answer: ${reason}`, options);
  }
}

const textLengthMax = 300;

/** One entry of a GraphQL response's `errors`, as far as it is believed. */
export const answeredError = z.object({
  message: z.string().transform((text) => text.slice(0, textLengthMax)),
  extensions: z
    .object({
      code: z.string().max(64).optional(),
      facts: z.record(z.unknown()).optional(),
      errorId: z.string().max(64).optional(),
    })
    .optional(),
});

/** What an answered error is to the caller. */
export function errorOf({ message, extensions }: z.infer<typeof answeredError>): Error {
  const code = refusalCode.safeParse(extensions?.code);
  if (code.success) return new ApiRefusal(code.data, extensions?.facts ?? {});
  return new ApiFault(`${extensions?.code ?? 'an error'}: ${message}`, extensions?.errorId);
}
