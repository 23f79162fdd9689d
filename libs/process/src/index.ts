export { createLog } from './create-log.js';
export { endWhenAsked } from './end-when-asked.js';
export { measureHttp } from './measure-http.js';
export { createMetrics, type GaugeSource, type Metrics, type Sample } from './metrics.js';
export { assertNodeVersion } from './node-version.js';
export { openLog } from './open-log.js';
export {
  addressVariable,
  beatVariables,
  demoVariable,
  metricsVariables,
  readEnvironment,
} from './read-environment.js';
export { serveMetrics, type MetricsServer } from './serve-metrics.js';
export { startTraces, type StopTraces } from './start-traces.js';
