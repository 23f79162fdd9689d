import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { Actor, Hex } from '@gpuflow/domain';

import { idempotencyKey, signature } from './arguments.js';
import { walletOf, type ApiContext } from './context.js';

/** The signed-in wallet, and its name for the one wish that a mutation carries. */
export interface KeyedCommand {
  actor: Actor & { kind: 'WALLET' };
  key: string;
}

/** A wish that the wallet takes to a chain. */
export interface ChainCommand extends KeyedCommand {
  chainId: number;
}

/** One that says so by one signature. */
export interface SignedCommand extends ChainCommand {
  signature: Hex;
}

/** What the SDL has of these arguments in every mutation that is injected with them. */
interface SentArguments {
  idempotencyKey: string;
  chainId: number;
  signature: string;
}

async function keyedIn(execution: GqlExecutionContext): Promise<KeyedCommand> {
  const { idempotencyKey: key } = execution.getArgs<SentArguments>();
  return {
    actor: await walletOf(execution.getContext<ApiContext>()),
    key: idempotencyKey(key, 'idempotencyKey'),
  };
}

async function onChainIn(execution: GqlExecutionContext): Promise<ChainCommand> {
  const { chainId } = execution.getArgs<SentArguments>();
  return { ...(await keyedIn(execution)), chainId };
}

async function signedIn(execution: GqlExecutionContext): Promise<SignedCommand> {
  const { signature: sent } = execution.getArgs<SentArguments>();
  return { ...(await onChainIn(execution)), signature: signature(sent, 'signature') };
}

const injected = <Command>(read: (execution: GqlExecutionContext) => Promise<Command>) =>
  createParamDecorator((_: unknown, execution: ExecutionContext) =>
    read(GqlExecutionContext.create(execution)),
  );

/** Injects a {@link KeyedCommand}. Refuses `UNAUTHENTICATED`, `MALFORMED_INPUT`. */
export const Keyed = injected(keyedIn);

/** Injects a {@link ChainCommand}. Refuses as {@link Keyed}. */
export const OnChain = injected(onChainIn);

/** Injects a {@link SignedCommand}. Refuses as {@link Keyed}. */
export const Signed = injected(signedIn);
