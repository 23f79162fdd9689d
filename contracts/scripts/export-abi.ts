import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { format, resolveConfig } from 'prettier';

/**
 * Writes the contracts' ABIs as typed modules, so that other packages compile against them without a Solidity
 * compiler. With `--check` it writes nothing and exits 1 when a module differs from the built contracts.
 */
const contractsRoot = path.resolve(import.meta.dirname, '..');
const generatedRoot = path.resolve(contractsRoot, '../libs/escrow/src/generated');

const exportedContracts = [
  {
    artifact: 'RentalEscrow.sol/RentalEscrow.json',
    name: 'rentalEscrowAbi',
    file: 'rental-escrow.ts',
  },
  {
    artifact: 'EscrowLens.sol/EscrowLens.json',
    name: 'escrowLensAbi',
    file: 'escrow-lens.ts',
  },
  {
    artifact: 'EscrowParams.sol/EscrowParams.json',
    name: 'escrowParamsAbi',
    file: 'escrow-params.ts',
  },
  {
    artifact: 'deposits/Erc2612Deposits.sol/Erc2612Deposits.json',
    name: 'erc2612DepositsAbi',
    file: 'erc2612-deposits.ts',
  },
  {
    artifact: 'deposits/Erc3009Deposits.sol/Erc3009Deposits.json',
    name: 'erc3009DepositsAbi',
    file: 'erc3009-deposits.ts',
  },
  {
    artifact: 'deposits/Permit2Deposits.sol/Permit2Deposits.json',
    name: 'permit2DepositsAbi',
    file: 'permit2-deposits.ts',
  },
  {
    artifact: 'UsageRoots.sol/UsageRoots.json',
    name: 'usageRootsAbi',
    file: 'usage-roots.ts',
  },
  {
    artifact: 'demo/DemoDollar.sol/DemoDollar.json',
    name: 'demoDollarAbi',
    file: 'demo-dollar.ts',
  },
];

async function readAbi(artifact: string): Promise<unknown> {
  const text = await readFile(path.join(contractsRoot, 'artifacts/src', artifact), 'utf8');
  // The compiler's own names of structs and enums: nobody decodes by them.
  const built: unknown = JSON.parse(text, (key, value: unknown) =>
    key === 'internalType' ? undefined : value,
  );
  if (typeof built !== 'object' || built === null || !('abi' in built)) {
    throw new Error(`${artifact} holds no ABI: run the build first`);
  }
  return built.abi;
}

async function renderModules(): Promise<Map<string, string>> {
  const modules = new Map<string, string>();
  const config = await resolveConfig(path.join(generatedRoot, 'index.ts'));
  const render = (source: string) => format(source, { ...config, parser: 'typescript' });
  for (const { artifact, name, file } of exportedContracts) {
    const abi = JSON.stringify(await readAbi(artifact));
    modules.set(file, await render(`export const ${name} = ${abi} as const;`));
  }
  const reexports = exportedContracts.map(
    ({ name, file }) => `export { ${name} } from './${file.replace('.ts', '.js')}';`,
  );
  modules.set('index.ts', await render(reexports.join('\n')));
  return modules;
}

async function findDrift(modules: Map<string, string>): Promise<string[]> {
  const drifted: string[] = [];
  for (const [file, wanted] of modules) {
    const found = await readFile(path.join(generatedRoot, file), 'utf8').catch(() => undefined);
    if (found !== wanted) drifted.push(file);
  }
  return drifted;
}

async function writeModules(modules: Map<string, string>): Promise<void> {
  await mkdir(generatedRoot, { recursive: true });
  for (const [file, text] of modules) await writeFile(path.join(generatedRoot, file), text);
}

const modules = await renderModules();
if (process.argv.includes('--check')) {
  const drifted = await findDrift(modules);
  if (drifted.length > 0) {
    process.stderr.write(`ABI modules differ from the contracts: ${drifted.join(', ')}\n`);
    process.exitCode = 1;
  }
} else {
  await writeModules(modules);
}
