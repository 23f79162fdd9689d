export { endWhenAsked } from './end-when-asked.js';
export { assertNodeVersion } from './node-version.js';
export {
  addressVariable,
  beatVariables,
  demoVariable,
  readEnvironment,
} from './read-environment.js';
