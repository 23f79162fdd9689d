import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import {
  parseHash,
  type Actor,
  type Amend,
  type Hash,
  type Hex,
  type PauseOrResume,
} from '@gpuflow/domain';
import {
  amendRental,
  pauseRental,
  prepareCall,
  resumeRental,
  type Market,
  type WalletWish,
} from '@gpuflow/marketplace';

import {
  Arg,
  chainSeconds,
  optional,
  signature as signatureOf,
  uintOf,
} from '../graphql/arguments.js';
import { OnChain, Signed, type ChainCommand, type SignedCommand } from '../graphql/command.js';
import { Wallet } from '../graphql/context.js';
import type { ApiOptions } from '../options.js';
import { API_OPTIONS, MARKET } from '../tokens.js';
import { parseAmend, parseTurn } from './turn-input.js';
import { walletCall } from './wallet-call.js';
import { WordsToSign } from './words-to-sign.js';

const units = uintOf(96);

@Resolver()
export class OperationsResolver {
  readonly #words: WordsToSign;

  constructor(
    @Inject(MARKET) private readonly market: Market,
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
  ) {
    this.#words = new WordsToSign(market, options.escrow);
  }

  @Query('stopTypedData')
  stopTypedData(@Arg('rentalId', parseHash) rentalId: Hash) {
    return this.#words.stop(rentalId);
  }

  @Query('pauseTypedData')
  pauseTypedData(@Arg('rentalId', parseHash) rentalId: Hash) {
    return this.#words.pause(rentalId);
  }

  @Query('resumeTypedData')
  resumeTypedData(@Arg('rentalId', parseHash) rentalId: Hash) {
    return this.#words.resume(rentalId);
  }

  @Query('amendTypedData')
  amendTypedData(
    @Arg('rentalId', parseHash) rentalId: Hash,
    @Arg('pricePerHourUnits', optional(units)) pricePerHourUnits: bigint | undefined,
    @Arg('storagePricePerHourUnits', optional(units))
    storagePricePerHourUnits: bigint | undefined,
    @Arg('maxEnd', optional(chainSeconds)) maxEnd: number | undefined,
  ) {
    return this.#words.amend(rentalId, { pricePerHourUnits, storagePricePerHourUnits, maxEnd });
  }

  @Mutation('pauseRental')
  pauseRental(@Signed() signed: SignedCommand, @Arg('pause', parseTurn) pause: PauseOrResume) {
    return pauseRental(this.market, { ...signed, pause });
  }

  @Mutation('resumeRental')
  resumeRental(@Signed() signed: SignedCommand, @Arg('resume', parseTurn) resume: PauseOrResume) {
    return resumeRental(this.market, { ...signed, resume });
  }

  @Mutation('amendRental')
  amendRental(
    @OnChain() command: ChainCommand,
    @Arg('amend', parseAmend) amend: Amend,
    @Arg('renterSignature', signatureOf) renterSignature: Hex,
    @Arg('providerSignature', signatureOf) providerSignature: Hex,
  ) {
    const signatures = { renterSignature, providerSignature };
    return amendRental(this.market, { ...command, amend, ...signatures });
  }

  @Query('topUpCall')
  topUpCall(
    @Wallet() actor: Sender,
    @Arg('rentalId', parseHash) rentalId: Hash,
    @Arg('amountUnits', units) amountUnits: bigint,
    @Args('fromRenter') fromRenter: boolean,
  ) {
    return this.#call(actor, rentalId, { kind: 'TOP_UP', amountUnits, fromRenter });
  }

  @Query('extendCall')
  extendCall(
    @Wallet() actor: Sender,
    @Arg('rentalId', parseHash) rentalId: Hash,
    @Arg('maxEnd', chainSeconds) maxEnd: number,
  ) {
    return this.#call(actor, rentalId, { kind: 'EXTEND', maxEnd });
  }

  @Query('raiseBidCall')
  raiseBidCall(
    @Wallet() actor: Sender,
    @Arg('rentalId', parseHash) rentalId: Hash,
    @Arg('pricePerHourUnits', units) pricePerHourUnits: bigint,
  ) {
    return this.#call(actor, rentalId, { kind: 'REPRICE', pricePerHourUnits });
  }

  @Query('stopCall')
  stopCall(@Wallet() actor: Sender, @Arg('rentalId', parseHash) rentalId: Hash) {
    return this.#call(actor, rentalId, { kind: 'STOP' });
  }

  @Query('cancelCall')
  cancelCall(@Wallet() actor: Sender, @Arg('rentalId', parseHash) rentalId: Hash) {
    return this.#call(actor, rentalId, { kind: 'CANCEL' });
  }

  async #call(actor: Sender, rentalId: Hash, wish: WalletWish) {
    const { chainId } = this.market.policy;
    const prepared = await prepareCall(this.market, { actor, rentalId, wish });
    return walletCall(prepared, { chainId, escrow: this.options.escrow });
  }
}

type Sender = Actor & { kind: 'WALLET' };
