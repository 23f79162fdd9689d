import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';

/** A figure with the labels that tell it from the metric's others. */
export interface Sample {
  labels?: Record<string, string>;
  value: number;
}

/** A figure that is read when somebody asks for it. */
export interface GaugeSource {
  /** In Prometheus' form: `gpuflow_signer_balance_wei`, with its unit last. */
  name: string;
  help: string;
  labels?: readonly string[];
  read: () => Promise<readonly Sample[]>;
}

/** The figures of one process, for Prometheus. */
export interface Metrics {
  readonly registry: Registry;
  /** Adds a gauge. One that cannot be read is left out of the answer, and counted as unreadable. */
  gauge(source: GaugeSource): void;
}

/** The figures that every process has: Node's own, and what could not be read. */
export function createMetrics(app: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ app });
  collectDefaultMetrics({ register: registry });
  const unreadable = new Counter({
    name: 'gpuflow_metrics_unreadable_total',
    help: 'How often a figure could not be read, by its metric',
    labelNames: ['metric'],
    registers: [registry],
  });
  return {
    registry,
    gauge: (source) => addGauge(registry, source, () => unreadable.inc({ metric: source.name })),
  };
}

function addGauge(
  registry: Registry,
  { name, help, labels = [], read }: GaugeSource,
  failed: () => void,
): void {
  const gauge: Gauge = new Gauge({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
    async collect() {
      gauge.reset();
      // Without labels a reset figure is 0, which would be an answer.
      if (labels.length === 0) gauge.remove();
      try {
        for (const sample of await read()) gauge.set(sample.labels ?? {}, sample.value);
      } catch {
        failed();
      }
    },
  });
}
