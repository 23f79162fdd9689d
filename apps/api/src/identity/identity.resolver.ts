import { Inject } from '@nestjs/common';
import { Mutation, Resolver } from '@nestjs/graphql';
import { parseAddress, type Address, type Hex } from '@gpuflow/domain';
import { signInMessage } from '@gpuflow/escrow';
import { requestSignIn, signIn, type Market } from '@gpuflow/marketplace';

import { Arg, signature as signatureOf, textWithin } from '../graphql/arguments.js';
import type { ApiOptions } from '../options.js';
import { API_OPTIONS, MARKET } from '../tokens.js';
import { issueAccessToken } from './access-token.js';

const message = textWithin(1, 4_096);

@Resolver()
export class IdentityResolver {
  constructor(
    @Inject(MARKET) private readonly market: Market,
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
  ) {}

  /** What sign-in messages name: where clients find the API. */
  private get domain(): string {
    return new URL(this.options.publicUrl).host;
  }

  @Mutation('requestSignIn')
  async requestSignIn(@Arg('address', parseAddress) address: Address) {
    const { chainId } = this.market.policy;
    const challenge = await requestSignIn(this.market, { address });
    const uri = this.options.publicUrl;
    const text = signInMessage({ ...challenge, address, chainId, domain: this.domain, uri });
    return { message: text, expiresAt: challenge.expiresAt };
  }

  @Mutation('signIn')
  async signIn(
    @Arg('message', message) text: string,
    @Arg('signature', signatureOf) signature: Hex,
  ) {
    const address = await signIn(this.market, {
      message: text,
      signature,
      domain: this.domain,
    });
    const now = this.market.clock.now();
    return { address, ...(await issueAccessToken(this.options.tokens, address, now)) };
  }
}
