import type { RentalClass } from './offer.js';

const hour = 3_600;
const day = 24 * hour;

/**
 * How long an end is announced ahead, and how far ahead a start may lie, in seconds, where a provider names nothing else. On
 * demand: an hour, and a quarter of one to boot. Who is outbid has five minutes to save its work; and a bid may wait for a day,
 * since one whose start is due before the notice of what runs is over could never take its place.
 */
export const usualWaits: Record<RentalClass, { noticeSeconds: number; startWithin: number }> = {
  ON_DEMAND: { noticeSeconds: hour, startWithin: 900 },
  INTERRUPTIBLE: { noticeSeconds: 300, startWithin: day },
};
