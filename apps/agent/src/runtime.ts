/** A rental's id, as the API knows it. */
export type RentalId = `0x${string}`;

/** What a machine is asked to have up for one rental. */
export interface InstanceSpec {
  rentalId: RentalId;
  /** The secret that the instance answers a probe with. */
  probeToken: string;
}

/** An instance that is up and answers at `port` of this machine. */
export interface RunningInstance {
  rentalId: RentalId;
  port: number;
}

/** What makes instances on this machine. `list` is the only truth about what runs. */
export interface Runtime {
  readonly capabilities: {
    /** A word for logs, e.g. `process`. */
    readonly driver: string;
    /** Whether an instance is kept from the machine and from other instances. */
    readonly isolated: boolean;
  };
  /** Has an instance up for the rental: the one that runs, or a new one. Throws where none comes up. */
  start(spec: InstanceSpec): Promise<RunningInstance>;
  /** Has none up for the rental. */
  stop(rentalId: RentalId): Promise<void>;
  list(): readonly RunningInstance[];
  /** Leaves nothing behind of what may not outlive the agent. */
  close(): Promise<void>;
}
