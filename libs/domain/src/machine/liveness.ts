/** NEVER_SEEN: enrolled, no beat yet. SILENT: it beat once, and stopped. */
export type Liveness = 'NEVER_SEEN' | 'ONLINE' | 'SILENT';

/** How often machines beat, and how many beats may go missing before a machine counts as silent. */
export interface BeatPolicy {
  beatEverySeconds: number;
  missedBeatsMax: number;
}
