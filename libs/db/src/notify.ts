import { prisma, type Tx } from './database.js';

/** Carries the subjects of records: `rental:<id>`, `machine:<id>`, `listing:<id>`, ... */
export const marketChannel = 'market';

/** Tells listeners of the market which subjects have changed, one message each, when and if the transaction commits. */
export async function notify(tx: Tx, subjects: Iterable<string>): Promise<void> {
  await tx[prisma].$executeRaw`
    select pg_notify(${marketChannel}, subject) from unnest(${[...subjects]}::text[]) as subject`;
}
