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
  chainSeconds,
  idempotencyKey,
  optional,
  parsed,
  signature as signatureOf,
  uintOf,
} from '../graphql/arguments.js';
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
  stopTypedData(@Args('rentalId', parsed(parseHash)) rentalId: Hash) {
    return this.#words.stop(rentalId);
  }

  @Query('pauseTypedData')
  pauseTypedData(@Args('rentalId', parsed(parseHash)) rentalId: Hash) {
    return this.#words.pause(rentalId);
  }

  @Query('resumeTypedData')
  resumeTypedData(@Args('rentalId', parsed(parseHash)) rentalId: Hash) {
    return this.#words.resume(rentalId);
  }

  @Query('amendTypedData')
  amendTypedData(
    @Args('rentalId', parsed(parseHash)) rentalId: Hash,
    @Args('pricePerHourUnits', parsed(optional(units))) pricePerHourUnits: bigint | undefined,
    @Args('storagePricePerHourUnits', parsed(optional(units)))
    storagePricePerHourUnits: bigint | undefined,
    @Args('maxEnd', parsed(optional(chainSeconds))) maxEnd: number | undefined,
  ) {
    return this.#words.amend(rentalId, { pricePerHourUnits, storagePricePerHourUnits, maxEnd });
  }

  @Mutation('pauseRental')
  pauseRental(
    @Wallet() actor: Actor,
    @Args('idempotencyKey', parsed(idempotencyKey)) key: string,
    @Args('chainId') chainId: number,
    @Args('pause', parsed(parseTurn)) pause: PauseOrResume,
    @Args('signature', parsed(signatureOf)) signature: Hex,
  ) {
    return pauseRental(this.market, { actor, key, chainId, pause, signature });
  }

  @Mutation('resumeRental')
  resumeRental(
    @Wallet() actor: Actor,
    @Args('idempotencyKey', parsed(idempotencyKey)) key: string,
    @Args('chainId') chainId: number,
    @Args('resume', parsed(parseTurn)) resume: PauseOrResume,
    @Args('signature', parsed(signatureOf)) signature: Hex,
  ) {
    return resumeRental(this.market, { actor, key, chainId, resume, signature });
  }

  @Mutation('amendRental')
  amendRental(
    @Wallet() actor: Actor,
    @Args('idempotencyKey', parsed(idempotencyKey)) key: string,
    @Args('chainId') chainId: number,
    @Args('amend', parsed(parseAmend)) amend: Amend,
    @Args('renterSignature', parsed(signatureOf)) renterSignature: Hex,
    @Args('providerSignature', parsed(signatureOf)) providerSignature: Hex,
  ) {
    const signatures = { renterSignature, providerSignature };
    return amendRental(this.market, { actor, key, chainId, amend, ...signatures });
  }

  @Query('topUpCall')
  topUpCall(
    @Wallet() actor: Sender,
    @Args('rentalId', parsed(parseHash)) rentalId: Hash,
    @Args('amountUnits', parsed(units)) amountUnits: bigint,
    @Args('fromRenter') fromRenter: boolean,
  ) {
    return this.#call(actor, rentalId, { kind: 'TOP_UP', amountUnits, fromRenter });
  }

  @Query('extendCall')
  extendCall(
    @Wallet() actor: Sender,
    @Args('rentalId', parsed(parseHash)) rentalId: Hash,
    @Args('maxEnd', parsed(chainSeconds)) maxEnd: number,
  ) {
    return this.#call(actor, rentalId, { kind: 'EXTEND', maxEnd });
  }

  @Query('raiseBidCall')
  raiseBidCall(
    @Wallet() actor: Sender,
    @Args('rentalId', parsed(parseHash)) rentalId: Hash,
    @Args('pricePerHourUnits', parsed(units)) pricePerHourUnits: bigint,
  ) {
    return this.#call(actor, rentalId, { kind: 'REPRICE', pricePerHourUnits });
  }

  @Query('stopCall')
  stopCall(@Wallet() actor: Sender, @Args('rentalId', parsed(parseHash)) rentalId: Hash) {
    return this.#call(actor, rentalId, { kind: 'STOP' });
  }

  async #call(actor: Sender, rentalId: Hash, wish: WalletWish) {
    const { chainId } = this.market.policy;
    const prepared = await prepareCall(this.market, { actor, rentalId, wish });
    return walletCall(prepared, { chainId, escrow: this.options.escrow });
  }
}

type Sender = Actor & { kind: 'WALLET' };
