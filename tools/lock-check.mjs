#!/usr/bin/env node
/**
 * Fails when package-lock.json would not install the same everywhere. npm says nothing of these:
 * 1. An optional (platform) package that somebody asks for is missing from the lockfile, because the
 *    registry lacked it: `npm ci` refuses such a lockfile.
 * 2. An optional package's `engines.node` excludes the Node that installs: npm skips it silently.
 * 3. A `resolved` address ties the lockfile to one registry.
 * Argument: path of the lockfile; the default is the workspace's.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import semver from 'semver';

/** The oldest Node that runs `npm ci` for us; our scripts then run under the Node that npm installed. */
const INSTALLER_NODE = '20.20.0';

const file = process.argv[2] ?? path.join(import.meta.dirname, '../package-lock.json');
const { packages } = JSON.parse(readFileSync(file, 'utf8'));
const problems = [...missingOptionals(), ...skippedOptionals(), ...resolvedAddresses()];

for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error(`${problems.length} problems in ${path.basename(file)}`);
  process.exit(1);
}
console.log(`${Object.keys(packages).length} packages, no problems`);

function missingOptionals() {
  return optionalRequests()
    .filter(({ location }) => location === undefined)
    .map(({ asker, name, range }) => `missing: ${asker} asks for ${name}@${range}`);
}

function skippedOptionals() {
  const requested = optionalRequests().flatMap(({ location }) => location ?? []);
  return [...new Set(requested)]
    .filter((location) => {
      const range = packages[location].engines?.node;
      return range !== undefined && !semver.satisfies(INSTALLER_NODE, range);
    })
    .map((location) => {
      const range = packages[location].engines.node;
      return `skipped: ${location} wants node ${range}, npm runs under ${INSTALLER_NODE}`;
    });
}

function resolvedAddresses() {
  return Object.entries(packages)
    .filter(([, { resolved }]) => resolved?.includes('://'))
    .map(([location]) => `address: ${location} is tied to a registry by "resolved"`);
}

/** Every optional dependency that a package or workspace of the lockfile names. */
function optionalRequests() {
  return Object.entries(packages).flatMap(([asker, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies).map(([name, range]) => ({
      asker: asker || 'the workspace',
      name,
      range,
      location: find(name, asker),
    })),
  );
}

/** Node's search: beside the asker, then in each folder above it. */
function find(name, asker) {
  for (let folder = asker; ; folder = parentOf(folder)) {
    const location = path.posix.join(folder, 'node_modules', name);
    if (packages[location]) return location;
    if (folder === '') return undefined;
  }
}

function parentOf(folder) {
  const nested = folder.lastIndexOf('/node_modules/');
  return nested > 0 ? folder.slice(0, nested) : '';
}
