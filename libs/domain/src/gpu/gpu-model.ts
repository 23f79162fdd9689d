export const gpuLines = ['CONSUMER', 'WORKSTATION', 'DATACENTER'] as const;
/** Whom its maker sells it to. */
export type GpuLine = (typeof gpuLines)[number];

/** A GPU that this market trades in. */
export interface GpuModel {
  /** As tables, filters and prices name it: `RTX 4090`, `A100 80GB`. */
  name: string;
  /** The architecture's generation: what runs on one member mostly runs on the others. */
  family: string;
  line: GpuLine;
  /** The sizes of memory that it was built with. */
  vramGb: readonly number[];
  /** Other names of it, beside those that differ by maker, case and punctuation alone. */
  aliases: readonly string[];
  /** Undefined: no source has it. */
  throughput: GpuThroughput | undefined;
}

/** What one model is worth beside another for training and inference, and no more than that. */
export interface GpuThroughput {
  /** Dense FP16 or BF16 tensor throughput with FP32 accumulation in TFLOPS, without sparsity. */
  tensorTflops: number;
  /** The maker's data sheet, specification or whitepaper that says it, and of which year. */
  source: string;
}
