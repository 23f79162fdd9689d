/** A time, announced in advance, in which a machine may be down. */
export interface MaintenanceWindow {
  id: string;
  machineId: string;
  startsAt: Date;
  endsAt: Date;
  /** What the provider says about it. */
  reason: string | undefined;
  announcedAt: Date;
  /** The provider took it back. */
  withdrawnAt: Date | undefined;
}
