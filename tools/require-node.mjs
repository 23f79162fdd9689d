// Plain JavaScript, so that an old Node gets a sentence instead of a syntax error.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 9)) {
  process.stderr.write(
    `GPUFlow needs Node 24.9 or newer and this is ${process.versions.node}. ` +
      'On Linux it comes with "npm ci": start it with "npm start". Elsewhere install Node 24.\n',
  );
  process.exit(1);
}
