// What a check amounts to. Unknown is never good news: it is INDETERMINATE, never PASSED and never silence.

export const PASSED = 'passed';
export const FAILED = 'failed';
export const INDETERMINATE = 'indeterminate';
export const NOT_APPLICABLE = 'not_applicable';

/** The reasons that mean failure, as in the wallet's reports; every other reason means "cannot tell". */
const FAILING = new Set([
  'unsigned', 'signature-mismatch', 'proof-malformed', 'dropped-terms', 'controller-mismatch', 'wrong-purpose',
  'proof-expired', 'key-revoked', 'expired', 'not-yet-valid', 'revoked', 'suspended', 'holder-mismatch',
  'empty-presentation', 'duplicate-key', 'malformed', 'not-a-credential',
]);

/** A fact that keeps a check from passing. Thrown where a check cannot go on, collected where it can. */
export class Finding extends Error {
  constructor(reason, params = {}) {
    super(reason);
    this.reason = reason;
    this.params = params;
  }

  get outcome() {
    return FAILING.has(this.reason) ? FAILED : INDETERMINATE;
  }
}

/** The worst of several outcomes; nothing applicable is not a pass. */
export function worst(outcomes) {
  for (const outcome of [FAILED, INDETERMINATE, PASSED]) {
    if (outcomes.includes(outcome)) return outcome;
  }
  return INDETERMINATE;
}

/** Run one check: `{check, outcome, reason, params, notes}`. A crash of the check itself is "cannot tell". */
export async function run(check, judge) {
  try {
    const notes = await judge();
    if (notes === NOT_APPLICABLE) return { check, outcome: NOT_APPLICABLE, params: {} };
    return { check, outcome: PASSED, params: {}, notes: notes ?? {} };
  } catch (error) {
    const finding = error instanceof Finding ? error : new Finding('not-checked', { detail: String(error?.message) });
    return { check, outcome: finding.outcome, reason: finding.reason, params: finding.params };
  }
}
