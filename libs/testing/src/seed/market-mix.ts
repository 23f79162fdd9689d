/** A GPU model's part in the generated market. */
export interface ModelMix {
  name: string;
  family: string;
  line: 'CONSUMER' | 'WORKSTATION' | 'DATACENTER';
  tensorTflops: number;
  vramGb: number;
  /** A weight: how many of the hosts have it. */
  popularity: number;
  /** Least and most in dollars per GPU and hour. Undefined where no data centre offers it. */
  secure: readonly [least: number, most: number] | undefined;
  community: readonly [least: number, mean: number, most: number];
}

type Line = readonly [
  ...[name: string, family: string, line: ModelMix['line'], tensorTflops: number, vramGb: number],
  ...[popularity: number, secure: ModelMix['secure'], community: ModelMix['community']],
];

/**
 * Prices of the first eight are the ranges that RunPod (secure) and Vast.ai (community: least, mean, most) published in
 * February 2026; the others' are estimates between their neighbours. Popularity is estimated too: consumer cards are
 * most of a peer-to-peer market, and a few models are most of those.
 */
const lines: readonly Line[] = [
  ['RTX 5090', 'Blackwell', 'CONSUMER', 209.5, 32, 11, [0.89, 0.89], [0.38, 0.65, 1.08]],
  ['RTX 4090', 'Ada Lovelace', 'CONSUMER', 165.2, 24, 22, [0.59, 0.59], [0.29, 0.45, 0.78]],
  ['RTX 3090', 'Ampere', 'CONSUMER', 71, 24, 13, [0.46, 0.46], [0.18, 0.35, 0.6]],
  ['RTX A6000', 'Ampere', 'WORKSTATION', 154.8, 48, 4, [0.49, 0.49], [0.4, 0.52, 0.7]],
  ['A100 40GB', 'Ampere', 'DATACENTER', 312, 40, 2, undefined, [0.8, 1.0, 1.2]],
  ['A100 80GB', 'Ampere', 'DATACENTER', 312, 80, 6, [1.39, 1.49], [0.84, 1.15, 1.49]],
  ['H100 80GB', 'Hopper', 'DATACENTER', 989.4, 80, 8, [2.39, 2.39], [1.47, 2.1, 2.94]],
  ['L4', 'Ada Lovelace', 'DATACENTER', 121, 24, 2, [0.39, 0.39], [0.35, 0.42, 0.5]],
  ['H200', 'Hopper', 'DATACENTER', 989.4, 141, 3, [3.29, 3.59], [2.2, 2.9, 3.8]],
  ['L40S', 'Ada Lovelace', 'DATACENTER', 362, 48, 4, [0.79, 0.86], [0.5, 0.68, 0.95]],
  ['A40', 'Ampere', 'DATACENTER', 149.7, 48, 2, [0.39, 0.44], [0.28, 0.36, 0.48]],
  ['RTX 4080', 'Ada Lovelace', 'CONSUMER', 97.5, 16, 6, undefined, [0.17, 0.27, 0.45]],
  ['RTX 3080', 'Ampere', 'CONSUMER', 59.5, 12, 7, undefined, [0.09, 0.16, 0.28]],
  ['RTX 3070', 'Ampere', 'CONSUMER', 40.6, 8, 10, undefined, [0.06, 0.11, 0.2]],
];

export const models: readonly ModelMix[] = lines.map(
  ([name, family, line, tensorTflops, vramGb, popularity, secure, community]) => ({
    ...{ name, family, line, tensorTflops, vramGb, popularity, secure, community },
  }),
);

/** How often a host has 1 to 8 GPUs, in per cent. */
export const gpuCounts = {
  CONSUMER: [52, 20, 3, 15, 1, 3, 1, 5],
  WORKSTATION: [40, 22, 3, 22, 1, 2, 1, 9],
  DATACENTER: [14, 14, 1, 21, 1, 1, 1, 47],
} as const;

/** A country's hosts. */
export interface Country {
  code: string;
  /** A weight: how many of the hosts are there. */
  share: number;
  /** Where in it they are (ISO 3166-2). */
  regions: readonly string[];
}

/** Half of the hosts are in four countries. */
export const countries: readonly Country[] = [
  'US 290 CA TX VA WA OR NY UT IL OH GA',
  'DE 80 HE BY NW BE SN',
  'CN 70 GD SC',
  'SE 60 AB M BD',
  'CA 55 QC ON BC',
  'FR 50 IDF HDF',
  'PL 40 14 12',
  'GB 38 LND MAN',
  'NL 35 NH GR',
  'NO 30 03 46',
  'JP 28 13 27',
  ...['KR 24', 'CZ 22', 'BG 20', 'ES 18', 'IT 16', 'TW 15', 'SG 14', 'AU 13', 'FI 12', 'HU 10'],
  ...['IN 10', 'VN 8', 'TH 7', 'UA 6', 'AT 6', 'CH 5', 'BE 4', 'RO 4', 'BR 3', 'IS 3', 'ZA 2'],
].map((line) => {
  const [code = '', share, ...regions] = line.split(' ');
  return { code, share: Number(share), regions: regions.map((region) => `${code}-${region}`) };
});

/** Shares from 0 to 1. */
export const shares = {
  /** Of hosts of a model with a secure price: vetted data centres. */
  secure: { CONSUMER: 0.06, WORKSTATION: 0.25, DATACENTER: 0.5 },
  /** Of community listings: they go to the highest bid. */
  interruptible: 0.2,
  /** Of hosts. */
  online: 0.88,
  neverSeen: 0.03,
  /** Of listings of hosts that beat: rented now. */
  taken: 0.4,
  /** Of hosts: too new for a figure of reliability. */
  unknownReliability: 0.1,
  staticAddress: 0.35,
  /** Of hosts in countries that have regions here. */
  knownRegion: 0.85,
  /** Of hosts of several GPUs: offered in slices. */
  sliced: 0.45,
} as const;

/** What a bid for an interruptible slice starts at, as a share of the price on demand. */
export const interruptibleDiscount = [0.45, 0.75] as const;

/** There is a provider to so many hosts; the n-th largest has a share that falls as 1 / √n. */
export const hostsPerProvider = 12;

/** CUDA and driver versions as they are about, with weights. */
export const drivers = [
  { cuda: [12, 2], driver: [535, 183, 1], weight: 12 },
  { cuda: [12, 4], driver: [550, 54, 14], weight: 26 },
  { cuda: [12, 6], driver: [560, 35, 3], weight: 22 },
  { cuda: [12, 8], driver: [570, 86, 15], weight: 28 },
  { cuda: [13, 0], driver: [580, 65, 6], weight: 12 },
] as const;
