/** The process between database and chain, in the hands of a trial: in this process or as a real child. */
export interface ChainHands {
  /** Lets it do what it can now. What fails outside is logged and tried again at the next call. */
  work(): Promise<void>;
  /** Why it has ended by itself; undefined while it works. */
  ended(): string | undefined;
  /** Starts it anew, as after a crash. */
  restart(): Promise<void>;
  /** What it logged as a warning or worse since the last call. */
  warnings(): string[];
  close(): Promise<void>;
}
