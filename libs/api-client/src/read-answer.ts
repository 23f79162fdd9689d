import { z } from 'zod';
import { answeredError, ApiFault, errorOf } from './api-errors.js';
import type { Operation, OperationKind } from './operation.js';

const envelope = z.object({
  data: z.unknown(),
  errors: z.array(answeredError).nonempty().optional(),
});

/**
 * The result in a GraphQL response. Throws the first of its errors as {@link ApiRefusal} or {@link ApiFault}, and
 * `ApiFault` for an answer that is not of the form that the operation asks for.
 */
export function readAnswer<Result, Variables>(
  operation: Operation<OperationKind, Result, Variables>,
  answer: unknown,
): Result {
  const response = envelope.safeParse(answer);
  if (!response.success) throw malformed(response.error);
  const [error] = response.data.errors ?? [];
  if (error !== undefined) throw errorOf(error);
  const result = operation.result.safeParse(response.data.data);
  if (!result.success) throw malformed(result.error);
  return result.data;
}

function malformed(error: z.ZodError): ApiFault {
  const [issue] = error.issues;
  return new ApiFault(`a malformed answer at ${issue?.path.join('.')}: ${issue?.message}`);
}
