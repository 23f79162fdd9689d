import { Fault } from '@gpuflow/domain';
import { z } from 'zod';

/** SQLSTATE classes that say we are wrong: bad data (22), a violated constraint (23), bad SQL (42), a rule of our own (P0). */
const bugClasses = ['22', '23', '42', 'P0'];
/** serialization_failure and deadlock_detected: the transaction lost against another and may be run again. */
const conflictStates = ['40001', '40P01'];

const prismaError = z.object({
  code: z.string(),
  meta: z.object({
    driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }),
  }),
});
const pgError = z.object({ code: z.string().length(5) });
const lostRecord = z.object({
  name: z.literal('PrismaClientKnownRequestError'),
  code: z.literal('P2025'),
});
const invalidCall = z.object({ name: z.literal('PrismaClientValidationError') });

/** The PostgreSQL error code behind what pg or Prisma threw. */
function sqlState(error: unknown): string | undefined {
  const viaPrisma = prismaError.safeParse(error);
  if (viaPrisma.success) return viaPrisma.data.meta.driverAdapterError.cause.originalCode;
  const viaPg = pgError.safeParse(error);
  return viaPg.success ? viaPg.data.code : undefined;
}

/**
 * What pg or Prisma threw, said once in our words: a `Fault('database')` where the database failed or was too busy,
 * and the error itself where our statement is wrong, which no later try would mend.
 */
export function translated(error: unknown): unknown {
  const state = sqlState(error);
  const wrong = state !== undefined && bugClasses.includes(state.slice(0, 2));
  const miscalled = lostRecord.safeParse(error).success || invalidCall.safeParse(error).success;
  // A value that no column can hold was never sent.
  const unwritable = error instanceof RangeError;
  return wrong || miscalled || unwritable ? error : new Fault('database', error);
}

/** Whether a transaction failed only because another ran at the same time. */
export function isConflict(error: unknown): boolean {
  if (!(error instanceof Fault)) return false;
  const state = sqlState(error.cause);
  return state !== undefined && conflictStates.includes(state);
}
