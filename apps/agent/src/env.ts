import path from 'node:path';
import { demoVariable, readEnvironment } from '@gpuflow/process';
import { z } from 'zod';

const file = z
  .string()
  .min(1)
  .transform((text) => path.resolve(text));

const homeForm = z.object({
  /** A directory of this agent alone: its key, its machine's id, its last beat. */
  AGENT_HOME: file,
});

const envForm = homeForm.extend({
  /** The API's GraphQL endpoint. */
  API_URL: z.string().url(),
  /** The file with what the provider says of this machine. */
  MACHINE_FACTS: file,
  /** The file with the provider's signed word on this machine's key. */
  ENROLMENT: file,
  /** `1`: a demonstration, in which instances are processes without isolation. */
  DEMO: demoVariable,
});

/** What the agent is configured with. */
export type Env = z.infer<typeof envForm>;

/** Reads the environment. Throws with the names of the variables that are missing or wrong. */
export function readEnv(env: NodeJS.ProcessEnv): Env {
  return readEnvironment(envForm, env);
}

/** Reads as much of the environment as the agent's key needs. */
export function readHome(env: NodeJS.ProcessEnv): string {
  return readEnvironment(homeForm, env).AGENT_HOME;
}
