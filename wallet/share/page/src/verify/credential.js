// One badge of a presentation: what it claims, and what each check found.
import { utf8 } from '../bytes.js';
import { Finding, INDETERMINATE, NOT_APPLICABLE, PASSED, run, worst } from '../outcome.js';
import { isObject, items } from '../strict-json.js';
import { requireInForce } from './instant.js';
import { attachedClaims } from './attached.js';
import { openEnvelope } from './envelope.js';
import { readJwt, verifyJwt } from './jwt.js';
import { verifyProofs } from './proof.js';
import { checkStatus, idOf } from './status.js';


const TOKENS = new Set(['application/vc+jwt', 'application/vc+ld+jwt', 'application/vc+ld+json+jwt']);

/**
 * Verify one member of `verifiableCredential` for `context` ({now, materials, holder}):
 * `{outcome, checks, credential, issuer, proven}`. `credential` is null when it cannot be read; `proven` says whether
 * its words may be shown as fact.
 */
export async function verifyCredential(member, context) {
  let source;
  try {
    source = readMember(member);
  } catch (error) {
    if (!(error instanceof Finding)) throw error;
    const check = { check: 'structure', outcome: error.outcome, reason: error.reason, params: error.params };
    return { outcome: error.outcome, checks: [check], credential: attachedClaims(member), issuer: null, proven: false };
  }
  const { credential, jwt } = source;
  const issuer = idOf(credential.issuer);
  const proof = await run('proof', () => checkProof(credential, jwt, issuer, context));
  const checks = [
    proof,
    // A list named by words that nobody vouches for is not looked at.
    proof.outcome === PASSED ? await run('status', () => checkStatus(credential, issuer, context)) : skipped('status'),
    await run('validity', () => checkValidity(credential, context.now)),
    await run('recipient', () => checkRecipient(credential, context.holder)),
  ];
  const outcome = worst(checks.map((check) => check.outcome));
  return { outcome, checks, credential, issuer, proven: proof.outcome === PASSED };
}

function skipped(check) {
  return { check, outcome: INDETERMINATE, reason: 'not-checked', params: {} };
}

function readMember(member) {
  if (typeof member === 'string') return readToken(member);
  if (!isObject(member)) throw new Finding('not-a-credential');
  if (items(member.type).includes('EnvelopedVerifiableCredential')) {
    const { mediaType, content } = openEnvelope(member);
    if (!TOKENS.has(mediaType)) throw new Finding('unsupported-format', { format: mediaType });
    return readToken(utf8(content));
  }
  if (!items(member.type).includes('VerifiableCredential')) throw new Finding('not-a-credential');
  return { credential: member, jwt: null };
}

function readToken(text) {
  const jwt = readJwt(text);
  return { credential: jwt.credential, jwt };
}

async function checkProof(credential, jwt, issuer, { now }) {
  if (!issuer) throw new Finding('malformed', { detail: 'issuer' });
  const { signers, suites, signedAt } = jwt
    ? await verifyJwt(jwt, issuer, now)
    : await verifyProofs(credential, 'assertionMethod', now);
  const stranger = signers.find((signer) => signer !== issuer);
  if (stranger) throw new Finding('controller-mismatch', { signer: stranger, issuer });
  return { suites: suites.join(', '), signedAt };
}

/** VCDM 2.0 and, for 1.1, the older names; both are judged when both are there. */
function checkValidity(credential, now) {
  const { validFrom, validUntil, issuanceDate, expirationDate } = credential;
  if ([validFrom, validUntil, issuanceDate, expirationDate].every((date) => date === undefined)) return NOT_APPLICABLE;
  requireInForce(validFrom, validUntil, now);
  requireInForce(issuanceDate, expirationDate, now);
  return {};
}

/** A subject named by a DID must be who presents; a subject named otherwise cannot be compared here. */
function checkRecipient(credential, holder) {
  const subjects = items(credential.credentialSubject).map(idOf).filter((id) => id?.startsWith('did:'));
  if (subjects.length === 0) return NOT_APPLICABLE;
  if (holder === null) throw new Finding('recipient-unknown');
  const other = subjects.find((subject) => subject !== holder);
  if (other) throw new Finding('holder-mismatch', { subject: other, holder });
  return {};
}
