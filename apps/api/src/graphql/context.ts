import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { Refusal, type Actor, type Address } from '@gpuflow/domain';

/** What resolvers know of a request beside its arguments. */
export interface ApiContext {
  /**
   * Who asks: verified at the first question, then remembered for this request or subscription. Undefined where no
   * token was sent. Refuses `UNAUTHENTICATED` where it does not hold.
   */
  actor(): Promise<Actor | undefined>;
  /** From which IP address; of a subscription nobody asks. */
  ip: string;
}

/** A context whose actor is found out once. */
export function contextOf(authenticate: () => Promise<Actor | undefined>, ip = ''): ApiContext {
  let asked: Promise<Actor | undefined> | undefined;
  return { ip, actor: () => (asked ??= authenticate()) };
}

/** The wallet that signed in. Refuses `UNAUTHENTICATED`. */
export async function walletOf(context: ApiContext): Promise<Actor & { kind: 'WALLET' }> {
  const actor = await context.actor();
  if (actor?.kind === 'WALLET') return actor;
  throw new Refusal('UNAUTHENTICATED', { reason: 'sign in with a wallet' });
}

/** The machine whose agent asks. Refuses `UNAUTHENTICATED`. */
export async function machineOf(context: ApiContext): Promise<Actor & { kind: 'MACHINE' }> {
  const actor = await context.actor();
  if (actor?.kind === 'MACHINE') return actor;
  throw new Refusal('UNAUTHENTICATED', { reason: "sign in with an enrolled machine's key" });
}

/** The wallet's address where one signed in. */
export async function addressOf(context: ApiContext): Promise<Address | undefined> {
  const actor = await context.actor();
  return actor?.kind === 'WALLET' ? actor.address : undefined;
}

function contextIn(execution: ExecutionContext): ApiContext {
  return GqlExecutionContext.create(execution).getContext<ApiContext>();
}

/** Injects {@link walletOf} into a resolver. */
export const Wallet = createParamDecorator((_: unknown, execution: ExecutionContext) =>
  walletOf(contextIn(execution)),
);

/** Injects the IP address that asks into a resolver. */
export const FromIp = createParamDecorator(
  (_: unknown, execution: ExecutionContext) => contextIn(execution).ip,
);

/** Injects {@link machineOf} into a resolver. */
export const Agent = createParamDecorator((_: unknown, execution: ExecutionContext) =>
  machineOf(contextIn(execution)),
);
