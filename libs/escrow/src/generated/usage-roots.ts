export const usageRootsAbi = [
  {
    inputs: [
      { name: 'hour', type: 'uint32' },
      { name: 'root', type: 'bytes32' },
    ],
    name: 'HourIsPublished',
    type: 'error',
  },
  { inputs: [], name: 'NoLeaves', type: 'error' },
  {
    inputs: [
      { name: 'from', type: 'uint256' },
      { name: 'time', type: 'uint256' },
    ],
    name: 'TooEarly',
    type: 'error',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, name: 'publisher', type: 'address' },
      { indexed: true, name: 'hour', type: 'uint32' },
      { indexed: false, name: 'root', type: 'bytes32' },
      { indexed: false, name: 'leafCount', type: 'uint32' },
      { indexed: false, name: 'previousRoot', type: 'bytes32' },
      { indexed: false, name: 'seq', type: 'uint64' },
    ],
    name: 'UsageRoot',
    type: 'event',
  },
  {
    inputs: [
      { name: 'hour', type: 'uint32' },
      { name: 'root', type: 'bytes32' },
      { name: 'leafCount', type: 'uint32' },
    ],
    name: 'publish',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [{ name: 'publisher', type: 'address' }],
    name: 'publishers',
    outputs: [
      { name: 'seq', type: 'uint64' },
      { name: 'lastHour', type: 'uint32' },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { name: 'publisher', type: 'address' },
      { name: 'hour', type: 'uint32' },
    ],
    name: 'rootOf',
    outputs: [{ name: '', type: 'bytes32' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { name: 'publisher', type: 'address' },
      { name: 'hour', type: 'uint32' },
      { name: 'evidence', type: 'bytes' },
      { name: 'proof', type: 'bytes32[]' },
    ],
    name: 'verify',
    outputs: [{ name: '', type: 'bool' }],
    stateMutability: 'view',
    type: 'function',
  },
] as const;
