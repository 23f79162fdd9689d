import { broadcastRefusal } from './broadcast-answer.js';

describe('broadcastRefusal', () => {
  it.each([
    ['already known', 'KNOWN'],
    ['AlreadyKnown', 'KNOWN'],
    ['Known transaction', 'KNOWN'],
    ['Transaction with the same hash was already imported.', 'KNOWN'],
    ['nonce too low: next nonce 7, tx nonce 5', 'CHECK'],
    ['Nonce too low', 'CHECK'],
    ['Nonce too low. Expected nonce to be 1 but got 0.', 'CHECK'],
    ['OldNonce, Current nonce: 7, nonce of rejected tx: 5', 'CHECK'],
    ['replacement transaction underpriced', 'CHECK'],
    ['insufficient gas price to replace existing transaction', 'CHECK'],
    [
      'Replacement transaction underpriced. A gasPrice/maxFeePerGas of at least 2 is necessary',
      'CHECK',
    ],
    ['nonce too high', 'WAIT'],
    [
      "Nonce too high. Expected nonce to be 0 but got 1. Note that transactions can't be queued",
      'WAIT',
    ],
    ['Transaction nonce is too distant from current sender nonce', 'WAIT'],
    ['transaction underpriced: gas tip cap 0, minimum needed 1', 'WAIT'],
    ['max fee per gas less than block base fee', 'WAIT'],
    ['FeeTooLow, MaxFeePerGas too low.', 'WAIT'],
    ['txpool is full', 'WAIT'],
    ['rate limit reached', 'WAIT'],
    ['insufficient funds for gas * price + value: balance 0, tx cost 21000', 'UNFUNDED'],
    ["Sender doesn't have enough funds to send tx. The max upfront cost is: 21000", 'UNFUNDED'],
    ['Upfront cost exceeds account balance', 'UNFUNDED'],
    ['exceeds block gas limit', 'UNKNOWN'],
    ['something new', 'UNKNOWN'],
  ])('takes "%s" for %s', (details, meaning) => {
    expect(broadcastRefusal({ details })).toBe(meaning);
  });
});
