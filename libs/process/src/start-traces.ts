/** Ends the export of traces, after what was recorded has been sent. */
export type StopTraces = () => Promise<void>;

/**
 * Records spans and exports them by OTLP where `OTEL_EXPORTER_OTLP_ENDPOINT` says (OpenTelemetry's own variables, all of
 * which count); without it nothing is loaded, spans cost nothing, and the answer is undefined. An exporter that cannot
 * be reached loses spans and holds nothing up.
 */
export async function startTraces(
  app: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<StopTraces | undefined> {
  if (!env['OTEL_EXPORTER_OTLP_ENDPOINT']) return undefined;
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  const sdk = new NodeSDK({ serviceName: env['OTEL_SERVICE_NAME'] ?? `gpuflow-${app}` });
  sdk.start();
  return () => sdk.shutdown().catch(() => undefined);
}
