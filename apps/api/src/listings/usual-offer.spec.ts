import { refuseUnsupportedTerms } from '@gpuflow/domain';

import { meter, randomHash, testWallet, token } from '../fixture/test-api.js';
import { usualOffer } from './usual-offer.js';

describe('the usual offer', () => {
  const chainNow = 1_800_000_000n;
  const about = {
    provider: testWallet().address,
    assetHash: randomHash(),
    slaHash: randomHash(),
    class: 'ON_DEMAND',
  } as const;
  const request = { ...about, token, pricePerHourUnits: 590_000n, meter, counter: 3n, chainNow };

  it('is one that the contract accepts', () => {
    expect(() =>
      refuseUnsupportedTerms(usualOffer({ ...request, salt: randomHash() })),
    ).not.toThrow();
  });

  it('gives who is outbid a notice, and a bid the time to wait for it and to boot', () => {
    const { noticeSeconds, startWithin } = usualOffer({
      ...request,
      class: 'INTERRUPTIBLE',
      salt: randomHash(),
    });
    expect({ noticeSeconds, startWithin }).toEqual({ noticeSeconds: 300, startWithin: 86_400 });
  });

  it('is for this slice, price, signer and time', () => {
    expect(usualOffer({ ...request, salt: randomHash() })).toMatchObject({
      ...about,
      token,
      pricePerHour: 590_000n,
      meter,
      counter: 3n,
      maxFeeBps: 1500,
      validUntil: 1_802_592_000,
      availableUntil: 1_807_776_000,
    });
  });
});
