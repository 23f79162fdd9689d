import { parseAbi, toFunctionSelector, type PublicClient } from 'viem';

import { blockRanges } from './block-ranges.ts';
import type { Address, Deployment, Governance } from './deployment.ts';
import { factsOf, setOf, type Fact } from './fact.ts';

const abi = parseAbi([
  'function getAccess(uint64 role, address account) view returns (uint48 since, uint32 delay, uint32 pendingDelay, uint48 effect)',
  'event RoleGranted(uint64 indexed role, address indexed account, uint32 delay, uint48 since, bool newMember)',
  'event RoleRevoked(uint64 indexed role, address indexed account)',
  'event TargetFunctionRoleUpdated(address indexed target, bytes4 selector, uint64 indexed role)',
  'event RoleAdminChanged(uint64 indexed role, uint64 indexed admin)',
  'event RoleGuardianChanged(uint64 indexed role, uint64 indexed guardian)',
  'event RoleGrantDelayChanged(uint64 indexed role, uint32 delay, uint48 since)',
  'event TargetClosed(address indexed target, bool closed)',
  'event TargetAdminDelayUpdated(address indexed target, uint32 delay, uint48 since)',
]);

const ADMIN_ROLE = 0n;
const GUARDIAN_ROLE = 1n;
const guardianFunctions = ['pauseEntry()', 'unpauseEntry()', 'revokeMeter(address)'];

type ManagerLog = Awaited<ReturnType<typeof readLogs>>[number];

/** Where the logs of an AccessManager leave it: what differs from one that was just created. */
interface Settings {
  firstAdmin: string;
  /** Accounts by role. */
  members: Map<bigint, Set<Address>>;
  /** Roles by the function they may call. */
  functions: Map<string, bigint>;
  /** Everything else that can be set, where it is set. */
  others: Map<string, string>;
}

/**
 * Who may do what, and how long after saying so. The members are found by replaying every log, so that nobody is
 * overlooked whom nobody thought of asking for; `fromBlock` must not be after the AccessManager's creation.
 */
export async function roleFacts(
  client: PublicClient,
  { addresses, governance }: Deployment,
  fromBlock: bigint,
): Promise<Fact[]> {
  const manager = { abi, address: addresses['Market#AccessManager'] } as const;
  const settings = replay(await readLogs(client, manager.address, fromBlock));

  async function membersOf(role: bigint): Promise<string> {
    const members: string[] = [];
    for (const account of settings.members.get(role) ?? []) {
      const args = [role, account] as const;
      const [, delay, pendingDelay, effect] = await client.readContract({
        ...manager,
        functionName: 'getAccess',
        args,
      });
      const change = effect === 0 ? '' : `, from ${effect} on ${pendingDelay} s`;
      members.push(`${account} after ${delay} s${change}`);
    }
    return setOf(members);
  }

  const { admin, adminDelay, guardian, deployer } = governance;
  const params = addresses['Market#EscrowParams'];
  return factsOf('AccessManager', [
    ['first admin', deployer, settings.firstAdmin],
    ['admin', `${admin} after ${adminDelay} s`, await membersOf(ADMIN_ROLE)],
    ['guardian', `${guardian} after 0 s`, await membersOf(GUARDIAN_ROLE)],
    ['roles of the deployer', deployersRoles(governance), rolesOf(deployer, settings)],
    ['roles with members', '0, 1', setOf([...settings.members.keys()].map(String))],
    ['functions with roles', wantedFunctions(params), functionsOf(settings)],
    ['other settings', 'none', othersOf(settings)],
  ]);
}

async function readLogs(client: PublicClient, address: Address, fromBlock: bigint) {
  const found = [];
  for (const range of await blockRanges(client, fromBlock)) {
    found.push(await client.getContractEvents({ abi, address, strict: true, ...range }));
  }
  return found.flat();
}

function replay(logs: ManagerLog[]): Settings {
  const settings: Settings = {
    firstAdmin: 'unknown: its log is before the first block asked for',
    members: new Map(),
    functions: new Map(),
    others: new Map(),
  };
  const [first] = logs;
  if (first?.eventName === 'RoleGranted') settings.firstAdmin = first.args.account;
  for (const log of logs) apply(log, settings);
  return settings;
}

function apply(log: ManagerLog, { members, functions, others }: Settings): void {
  switch (log.eventName) {
    case 'RoleGranted': {
      const { role, account } = log.args;
      members.set(role, (members.get(role) ?? new Set()).add(account));
      return;
    }
    case 'RoleRevoked': {
      const { role, account } = log.args;
      members.get(role)?.delete(account);
      if (members.get(role)?.size === 0) members.delete(role);
      return;
    }
    case 'TargetFunctionRoleUpdated': {
      const { target, selector, role } = log.args;
      put(functions, functionOf(target, selector), role, role !== ADMIN_ROLE);
      return;
    }
    case 'RoleAdminChanged': {
      const { role, admin } = log.args;
      put(others, `admin of role ${role}`, String(admin), admin !== ADMIN_ROLE);
      return;
    }
    case 'RoleGuardianChanged': {
      const { role, guardian } = log.args;
      put(others, `guardian of role ${role}`, String(guardian), guardian !== ADMIN_ROLE);
      return;
    }
    case 'RoleGrantDelayChanged': {
      const { role, delay } = log.args;
      put(others, `grant delay of role ${role}`, `${delay} s`, delay !== 0);
      return;
    }
    case 'TargetClosed': {
      const { target, closed } = log.args;
      put(others, target, 'closed', closed);
      return;
    }
    case 'TargetAdminDelayUpdated': {
      const { target, delay } = log.args;
      put(others, `admin delay of ${target}`, `${delay} s`, delay !== 0);
    }
  }
}

/** Notes a value, or that it is back at its default. */
function put<T>(values: Map<string, T>, key: string, value: T, isSet: boolean): void {
  if (isSet) values.set(key, value);
  else values.delete(key);
}

function functionOf(target: string, selector: string): string {
  return `${target}.${selector}`;
}

function wantedFunctions(params: string): string {
  const selectors = guardianFunctions.map((each) => toFunctionSelector(each));
  return setOf(selectors.map((each) => `${functionOf(params, each)}: ${GUARDIAN_ROLE}`));
}

function functionsOf({ functions }: Settings): string {
  return setOf([...functions].map(([name, role]) => `${name}: ${role}`));
}

function othersOf({ others }: Settings): string {
  return setOf([...others].map(([name, value]) => `${name}: ${value}`));
}

function deployersRoles({ admin, guardian, deployer }: Governance): string {
  const roles = [];
  if (admin === deployer) roles.push(String(ADMIN_ROLE));
  if (guardian === deployer) roles.push(String(GUARDIAN_ROLE));
  return setOf(roles);
}

function rolesOf(account: Address, { members }: Settings): string {
  const roles = [...members].filter(([, accounts]) => accounts.has(account));
  return setOf(roles.map(([role]) => String(role)));
}
