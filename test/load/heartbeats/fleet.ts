import { BeatKeys } from '@gpuflow/marketplace';
import pg from 'pg';

import { insertMachines } from '../insert-machines.ts';
import { apiSecret } from '../sides/api-secret.ts';

/** A machine's session, as its agent knows it. */
export interface AgentSession {
  id: string;
  machineId: string;
  bootId: string;
  key: Uint8Array;
}

/** As the API makes them. */
export const beatKeys = new BeatKeys(apiSecret);

/** Writes machines that are up and were heard just now, each with an open session, and the bare side's table. */
export async function writeFleet(client: pg.Client, machines: number): Promise<AgentSession[]> {
  const now = new Date();
  await client.query('set session_replication_role = replica');
  await client.query(insertMachines, [machines, now]);
  await client.query("update machines set liveness = 'ONLINE'");
  await client.query(insertPulses, [now]);
  await client.query(insertIntervals, [now]);
  const { rows } = await client.query<Omit<AgentSession, 'key'>>(openSessions, [now]);
  await client.query(
    'update machine_pulses p set session_id = s.id from machine_sessions s where s.machine_id = p.machine_id',
  );
  await client.query('create table bare_beats (like beats)');
  await client.query('analyze');
  return rows.map((session) => ({ ...session, key: beatKeys.of(session.id) }));
}

const insertPulses = `
  insert into machine_pulses (machine_id, last_beat_at, heard_at, settled_at, judged_at, state)
  select id, $1, $1, $1, $1, 'UP' from machines`;

const insertIntervals = `
  insert into machine_intervals (machine_id, starts_at, state, cause) select id, $1, 'UP', 'BEATING' from machines`;

const openSessions = `
  insert into machine_sessions (id, machine_id, boot_id, opened_at, expires_at)
  select gen_random_uuid(), id, gen_random_uuid(), $1, $1::timestamptz + interval '24 hours'
  from machines
  returning id, machine_id as "machineId", boot_id as "bootId"`;
