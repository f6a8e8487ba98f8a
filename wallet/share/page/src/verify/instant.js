// Instants: RFC 3339 text with a time zone, or nothing.
import { Finding } from '../outcome.js';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,18})?(?:Z|[+-]\d\d:\d\d)$/i;

/** The Date a text names; null for an absent one. Throws a Finding, `date-unreadable`, for anything else. */
export function readInstant(text) {
  if (text === undefined || text === null) return null;
  const at = typeof text === 'string' && INSTANT.test(text) ? new Date(text.toUpperCase()) : new Date(NaN);
  if (Number.isNaN(at.getTime())) throw new Finding('date-unreadable', { date: String(text).slice(0, 40) });
  return at;
}

/** Whether now lies between two texts; throws the Finding that says it does not. */
export function requireInForce(from, until, now) {
  const starts = readInstant(from);
  const ends = readInstant(until);
  if (ends && ends <= now) throw new Finding('expired', { until });
  if (starts && starts > now) throw new Finding('not-yet-valid', { from });
}
