/** Throws where Node is too old for our programs. */
export function assertNodeVersion(version = process.versions.node): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 9)) return;
  throw new Error(`Node 24.9 or later is needed; this is ${version}.`);
}
