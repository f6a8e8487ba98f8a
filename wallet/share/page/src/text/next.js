// What to do about a reason, and who can do it: a key of `next` in the words of each language.

const STEPS = {
  'dont-rely': [
    'unsigned', 'signature-mismatch', 'controller-mismatch', 'wrong-purpose', 'duplicate-key', 'malformed',
    'not-a-credential', 'issuer-key-unbound', 'status-untrusted', 'key-revoked',
  ],
  'ask-issuer': ['revoked', 'suspended', 'status-malformed', 'dropped-terms', 'proof-malformed', 'date-unreadable'],
  'ask-sender': ['proof-expired', 'empty-presentation', 'expired', 'not-yet-valid', 'holder-mismatch', 'recipient-unknown'],
  'ask-elsewhere': [
    'key-unresolvable', 'status-unreachable', 'status-unsupported', 'status-stale', 'suite-unsupported',
    'context-unknown', 'context-unusable', 'unsupported-format', 'not-checked', 'too-complex', 'too-large', 'too-deep',
  ],
};
const STEP_OF = new Map(Object.entries(STEPS).flatMap(([step, reasons]) => reasons.map((reason) => [reason, step])));

/** The step for a check; checking elsewhere where nothing better is known, null where an earlier check has the reason. */
export function nextStep({ reason, params }) {
  // Not looked at because something before it did not hold: the step stands there.
  if (reason === 'not-checked' && !params.detail) return null;
  return STEP_OF.get(reason) ?? 'ask-elsewhere';
}
