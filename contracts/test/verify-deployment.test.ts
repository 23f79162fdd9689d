import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import {
  concat,
  createWalletClient,
  encodeFunctionData,
  hexToBytes,
  http,
  keccak256,
  numberToHex,
  pad,
  parseAbi,
  parseEther,
  size,
  slice,
  stringToHex,
  toFunctionSelector,
  type Address,
  type Hex,
} from 'viem';
import { z } from 'zod';

import { readDeployment } from '../scripts/verify/deployment.ts';
import { isAsWanted, type Fact } from '../scripts/verify/fact.ts';
import { verifyDeployment } from '../scripts/verify/verify.ts';
import { roles, startPublicMarket } from './public-market.ts';

const contractsRoot = path.resolve(import.meta.dirname, '..');
const stranger = '0x4444444444444444444444444444444444444444';
const otherRole = 7n;

const abi = parseAbi([
  'function schedule(address target, bytes data, uint48 when)',
  'function execute(address target, bytes data) payable',
  'function grantRole(uint64 role, address account, uint32 delay)',
  'function revokeRole(uint64 role, address account)',
  'function setTargetFunctionRole(address target, bytes4[] selectors, uint64 role)',
  'function setTargetClosed(address target, bool closed)',
  'function setTargetAdminDelay(address target, uint32 delay)',
  'function setRoleAdmin(uint64 role, uint64 admin)',
  'function setRoleGuardian(uint64 role, uint64 guardian)',
  'function setGrantDelay(uint64 role, uint32 delay)',
  'function updateAuthority(address target, address authority)',
  'function setFee(uint16 feeBps)',
  'function setFeeRecipient(address recipient)',
  'function listToken(address token)',
  'function delistToken(address token)',
]);

const market = await startPublicMarket();
const { client, chain } = market;
const deployment = await readDeployment(market);
const { governance } = deployment;
const {
  'Market#AccessManager': manager,
  'Market#EscrowParams': params,
  'Market#RentalEscrow': escrow,
  'Market#Permit2Deposits': permit2Deposits,
  'Market#UsageRoots': usageRoots,
} = deployment.addresses;
const admin = createWalletClient({ account: roles.admin, transport: http(market.rpcUrl) });
await chain.setBalance({ address: roles.admin, value: parseEther('1') });
await chain.impersonateAccount({ address: roles.admin });

const namesOf = (facts: Fact[]) => facts.map(({ contract, fact }) => `${contract}: ${fact}`);

/** Which facts differ after an act that is then undone. */
async function differencesAfter(act: () => Promise<void>): Promise<Fact[]> {
  const id = await chain.snapshot();
  try {
    await act();
    const facts = await verifyDeployment(client, deployment, 0n);
    return facts.filter((fact) => !isAsWanted(fact));
  } finally {
    await chain.revert({ id });
  }
}

async function send(to: Address, data: Hex): Promise<void> {
  const hash = await admin.sendTransaction({ to, data, chain: null });
  const { status } = await client.waitForTransactionReceipt({ hash, pollingInterval: 10 });
  assert.equal(status, 'success');
}

/** What the admin does: announces an act, waits for its delay, and does it. */
async function govern(target: Address, data: Hex): Promise<void> {
  const announced = { abi, functionName: 'schedule', args: [target, data, 0] } as const;
  await send(manager, encodeFunctionData(announced));
  await chain.increaseTime({ seconds: governance.adminDelay });
  const done = { abi, functionName: 'execute', args: [target, data] } as const;
  await send(manager, encodeFunctionData(done));
}

/** Puts other bytes into a contract's code, wherever it has these. */
async function patchCode(address: Address, found: Hex, replacement: Hex): Promise<void> {
  const code = (await client.getCode({ address })) ?? '0x';
  const plain = (hex: Hex) => Buffer.from(hexToBytes(hex)).toString('hex');
  assert.ok(code.includes(plain(found)));
  const patched = plain(code).replaceAll(plain(found), plain(replacement));
  await chain.setCode({ address, bytecode: `0x${patched}` });
}

/** A string as OpenZeppelin's ShortStrings keeps it in a word. */
const wordOf = (text: string) =>
  concat([
    pad(stringToHex(text), { dir: 'right', size: 31 }),
    numberToHex(text.length, { size: 1 }),
  ]);

await test('a fresh market is as wanted', async () => {
  const facts = await verifyDeployment(client, deployment, 0n);
  assert.deepEqual(
    facts.filter((fact) => !isAsWanted(fact)),
    [],
  );
  const contracts = facts.filter(({ fact }) => fact === 'code').map(({ contract }) => contract);
  assert.deepEqual(contracts, [
    'AccessManager',
    'EscrowParams',
    'RentalEscrow',
    'EscrowLens',
    'Erc2612Deposits',
    'Erc3009Deposits',
    'Permit2Deposits',
    'UsageRoots',
  ]);
});

const codeCases: { name: string; plant: () => Promise<void>; differ: string[] }[] = [
  {
    name: 'other code, and no state is read behind it',
    async plant() {
      const code = (await client.getCode({ address: params })) ?? '0x';
      const bytecode = concat([slice(code, 0, size(code) - 1), '0xff']);
      await chain.setCode({ address: params, bytecode });
    },
    differ: ['EscrowParams: code'],
  },
  {
    name: 'missing code',
    plant: () => chain.setCode({ address: usageRoots, bytecode: '0x' }),
    differ: ['UsageRoots: code'],
  },
  {
    name: 'an escrow that asks other params',
    plant: () => patchCode(escrow, pad(params), pad(stranger)),
    differ: ['RentalEscrow: immutables'],
  },
  {
    name: 'an adapter that feeds another escrow',
    plant: () => patchCode(permit2Deposits, pad(escrow), pad(stranger)),
    differ: ['Permit2Deposits: immutables'],
  },
  {
    name: 'another name in the domain that wallets show',
    plant: () => patchCode(escrow, wordOf('RentalEscrow'), wordOf('RentalEscr0w')),
    differ: ['RentalEscrow: immutables', 'RentalEscrow: EIP-712 domain'],
  },
  {
    name: 'another name in the domain that is signed',
    plant: () =>
      patchCode(escrow, keccak256(stringToHex('RentalEscrow')), keccak256(stringToHex('Other'))),
    differ: ['RentalEscrow: immutables'],
  },
];
for (const { name, plant, differ } of codeCases) {
  await test(`finds ${name}`, async () => {
    assert.deepEqual(namesOf(await differencesAfter(plant)), differ);
  });
}

const { deployer } = governance;
const encode = encodeFunctionData<typeof abi>;
const governed: { name: string; target: Address; data: Hex; differ: Record<string, string> }[] = [
  {
    name: 'another authority',
    target: manager,
    data: encode({ abi, functionName: 'updateAuthority', args: [params, escrow] }),
    differ: { 'EscrowParams: authority': escrow },
  },
  {
    name: 'another fee',
    target: params,
    data: encode({ abi, functionName: 'setFee', args: [1001] }),
    differ: { 'EscrowParams: fee in basis points': '1001' },
  },
  {
    name: 'another fee recipient',
    target: params,
    data: encode({ abi, functionName: 'setFeeRecipient', args: [stranger] }),
    differ: { 'EscrowParams: fee recipient': stranger },
  },
  {
    name: 'a token too many',
    target: params,
    data: encode({ abi, functionName: 'listToken', args: [market.dollar] }),
    differ: {
      'EscrowParams: listed tokens': [governance.token, market.dollar].sort().join(', '),
    },
  },
  {
    name: 'a token too few',
    target: params,
    data: encode({ abi, functionName: 'delistToken', args: [governance.token] }),
    differ: { 'EscrowParams: listed tokens': 'none' },
  },
  {
    name: 'a second admin',
    target: manager,
    data: encode({ abi, functionName: 'grantRole', args: [0n, stranger, 0] }),
    differ: {
      'AccessManager: admin': `${roles.admin} after 172800 s, ${stranger} after 0 s`,
    },
  },
  {
    name: 'the deployer back in office',
    target: manager,
    data: encode({ abi, functionName: 'grantRole', args: [0n, deployer, 172_800] }),
    differ: {
      'AccessManager: admin': `${roles.admin} after 172800 s, ${deployer} after 172800 s`,
      'AccessManager: roles of the deployer': '0',
    },
  },
  {
    name: 'a longer delay',
    target: manager,
    data: encode({ abi, functionName: 'grantRole', args: [0n, roles.admin, 172_801] }),
    differ: { 'AccessManager: admin': `${roles.admin} after 172801 s` },
  },
  {
    name: 'no guardian',
    target: manager,
    data: encode({ abi, functionName: 'revokeRole', args: [1n, roles.guardian] }),
    differ: { 'AccessManager: guardian': 'none', 'AccessManager: roles with members': '0' },
  },
  {
    name: 'a guardian that must wait',
    target: manager,
    data: encode({ abi, functionName: 'grantRole', args: [1n, roles.guardian, 60] }),
    differ: { 'AccessManager: guardian': `${roles.guardian} after 60 s` },
  },
  {
    name: 'members of another role',
    target: manager,
    data: encode({ abi, functionName: 'grantRole', args: [otherRole, stranger, 0] }),
    differ: { 'AccessManager: roles with members': '0, 1, 7' },
  },
  {
    name: 'a closed target',
    target: manager,
    data: encode({ abi, functionName: 'setTargetClosed', args: [params, true] }),
    differ: { 'AccessManager: other settings': `${params}: closed` },
  },
  {
    name: 'a delay of a target',
    target: manager,
    data: encode({ abi, functionName: 'setTargetAdminDelay', args: [params, 5] }),
    differ: { 'AccessManager: other settings': `admin delay of ${params}: 5 s` },
  },
  {
    name: 'another admin of the guardian’s role',
    target: manager,
    data: encode({ abi, functionName: 'setRoleAdmin', args: [1n, otherRole] }),
    differ: { 'AccessManager: other settings': 'admin of role 1: 7' },
  },
  {
    name: 'somebody who may cancel what was announced',
    target: manager,
    data: encode({ abi, functionName: 'setRoleGuardian', args: [1n, otherRole] }),
    differ: { 'AccessManager: other settings': 'guardian of role 1: 7' },
  },
  {
    name: 'a delay of a role’s grants',
    target: manager,
    data: encode({ abi, functionName: 'setGrantDelay', args: [1n, 5] }),
    differ: { 'AccessManager: other settings': 'grant delay of role 1: 5 s' },
  },
];
for (const { name, target, data, differ } of governed) {
  await test(`finds ${name}`, async () => {
    const differences = await differencesAfter(() => govern(target, data));
    assert.deepEqual(namesOf(differences), Object.keys(differ));
    assert.deepEqual(
      differences.map(({ have }) => have),
      Object.values(differ),
    );
  });
}

await test('finds a function in other hands', async () => {
  const setFee = toFunctionSelector('setFee(uint16)');
  const args = [params, [setFee], otherRole] as const;
  const data = encode({ abi, functionName: 'setTargetFunctionRole', args });
  const differences = await differencesAfter(() => govern(manager, data));
  assert.deepEqual(namesOf(differences), ['AccessManager: functions with roles']);
  assert.ok(differences[0]?.have.includes(`${params}.${setFee}: 7`));
});

await test('finds a delay that is on its way down', async () => {
  const data = encode({ abi, functionName: 'grantRole', args: [0n, roles.admin, 0] });
  const differences = await differencesAfter(() => govern(manager, data));
  assert.deepEqual(namesOf(differences), ['AccessManager: admin']);
  assert.match(String(differences[0]?.have), /after 172800 s, from \d+ on 0 s$/);
});

await test('has no objection to a setting that is back where it was', async () => {
  const back = [
    encode({ abi, functionName: 'setTargetClosed', args: [params, true] }),
    encode({ abi, functionName: 'setTargetClosed', args: [params, false] }),
    encode({ abi, functionName: 'grantRole', args: [otherRole, stranger, 0] }),
    encode({ abi, functionName: 'revokeRole', args: [otherRole, stranger] }),
  ];
  const differences = await differencesAfter(async () => {
    for (const data of back) await govern(manager, data);
  });
  assert.deepEqual(differences, []);
});

await test('reads more blocks than a node answers for at once', async () => {
  const data = encode({ abi, functionName: 'listToken', args: [market.dollar] });
  const differences = await differencesAfter(async () => {
    await chain.mine({ blocks: 20_001 });
    await govern(params, data);
  });
  assert.deepEqual(namesOf(differences), ['EscrowParams: listed tokens']);
});

await test('a local market is its deployer’s', async () => {
  const local = await readDeployment(await market.deployLocalMarket());
  const facts = await verifyDeployment(client, local, 0n);
  assert.equal(facts.length, 28);
  assert.deepEqual(
    facts.filter((fact) => !isAsWanted(fact)),
    [],
  );
  assert.equal(facts.find(({ fact }) => fact === 'roles of the deployer')?.have, '0, 1');
});

await test('finds another deployer, and one whose log it was not shown', async () => {
  const other = { ...deployment, governance: { ...governance, deployer: market.otherAccount } };
  const facts = await verifyDeployment(client, other, 0n);
  assert.deepEqual(namesOf(facts.filter((fact) => !isAsWanted(fact))), [
    'AccessManager: first admin',
  ]);
  const late = await verifyDeployment(client, deployment, await client.getBlockNumber());
  assert.ok(
    namesOf(late.filter((fact) => !isAsWanted(fact))).includes('AccessManager: first admin'),
  );
});

interface Outcome {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs the command as an operator does. */
function runCommand(options: Record<string, string>, ...flags: string[]): Promise<Outcome> {
  const wanted = {
    rpc: market.rpcUrl,
    deployment: market.addressesFile,
    parameters: market.parametersFile,
    deployer,
    ...options,
  };
  const args = Object.entries(wanted).flatMap(([name, value]) => [`--${name}`, value]);
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['scripts/verify-deployment.ts', ...args, ...flags],
      // Nothing inherited: what a test runner says of colours would be printed as a warning.
      { cwd: contractsRoot, env: {} },
      (_error, stdout, stderr) => resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

await test('the command prints a table and exits with 0', async () => {
  const { status, stdout, stderr } = await runCommand({});
  assert.equal(stderr, '');
  assert.equal(status, 0);
  assert.match(stdout, /^ok {4}EscrowParams +fee in basis points +1000$/m);
  assert.match(stdout, /\n28 facts, as wanted\n$/);
});

await test('the command lists the differences and exits with 1', async () => {
  const parameters = `${market.parametersFile}.other`;
  const other = { feeBps: 999, feeRecipient: roles.feeRecipient };
  await writeFile(parameters, JSON.stringify({ ...market.parameters, Market: other }));
  const table = await runCommand({ parameters });
  assert.equal(table.status, 1);
  assert.match(table.stdout, /^DIFF {2}EscrowParams +fee in basis points +1000\n +wanted: 999$/m);
  assert.match(table.stdout, /\n28 facts, 1 differences\n$/);
  const json = await runCommand({ parameters }, '--json');
  assert.equal(json.status, 1);
  const answer = z
    .object({ facts: z.array(z.unknown()), differences: z.array(z.unknown()) })
    .parse(JSON.parse(json.stdout));
  assert.equal(answer.facts.length, 28);
  assert.deepEqual(answer.differences, [
    { contract: 'EscrowParams', fact: 'fee in basis points', want: '999', have: '1000' },
  ]);
});

await test('the command exits with 2 where it cannot tell, and keeps the node’s address', async () => {
  const unreachable = await runCommand({ rpc: 'http://127.0.0.1:1/secret-key' });
  assert.equal(unreachable.status, 2);
  assert.match(unreachable.stderr, /^HTTP request failed/);
  assert.doesNotMatch(unreachable.stderr, /secret-key/);
  const parameters = `${market.parametersFile}.hasty`;
  const hasty = { ...market.parameters.PublicMarket, adminDelay: 172_799 };
  await writeFile(parameters, JSON.stringify({ ...market.parameters, PublicMarket: hasty }));
  const refused = await runCommand({ parameters });
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /^PublicMarket\.adminDelay: /);
  assert.equal(refused.stdout, '');
});

await market.stop();
