import { formatUnits, type Address, type Money } from '@gpuflow/domain';

/** What a token's contract says of itself, where the chain has told of it. */
export interface JoinedToken {
  token: Address;
  symbol: string | undefined;
  decimals: number | undefined;
}

/** An amount with its token. The amount is written when it is looked at. */
export class JoinedMoney implements Money, JoinedToken {
  readonly token: Address;
  readonly symbol: string | undefined;
  readonly decimals: number | undefined;

  constructor(
    readonly units: bigint,
    { token, symbol, decimals }: JoinedToken,
  ) {
    this.token = token;
    this.symbol = symbol;
    this.decimals = decimals;
  }

  get amount(): string | undefined {
    return this.decimals === undefined ? undefined : formatUnits(this.units, this.decimals);
  }
}
