// The presentation: who signed it for whom, and every badge in it.
import { utf8 } from '../bytes.js';
import { Finding, run, worst } from '../outcome.js';
import { isObject, items, parseStrictly } from '../strict-json.js';
import { verifyCredential } from './credential.js';
import { looksCompact, presentationIn, readJwt, verifyPresentationJwt } from './jwt.js';
import { verifyProofs } from './proof.js';
import { idOf } from './status.js';

const MAX_CREDENTIALS = 100;
const SD_JWT = /^\s*[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*~/;

/**
 * Verify a parcel as of `now`: `{outcome, checks, at, holder, stated, badges, members}`.
 * Never throws for what it holds. `members` are the badges as they stand in the presentation.
 */
export async function verifyPresentation(parcel, now) {
  let read = null;
  const structure = await run('structure', () => {
    read = readPresentation(parcel.content);
    return {};
  });
  if (read === null) return { outcome: structure.outcome, checks: [structure], at: now, badges: [], stated: {} };
  const { document } = read;
  const signature = await run('proof', () => checkSignature(read, now));
  const holder = signature.notes?.signer ?? null;
  const members = items(document.verifiableCredential);
  const content = await run('content', () => checkContent(members));
  const badges = [];
  for (const member of content.outcome === 'passed' ? members : []) {
    badges.push(await verifyCredential(member, { now, materials: parcel.materials, holder }));
  }
  const checks = [signature, content];
  const outcome = worst([...checks, ...badges].map((part) => part.outcome));
  return { outcome, checks, at: now, holder, stated: statedIn(read), badges, members };
}

function readPresentation(content) {
  const text = utf8(content);
  if (SD_JWT.test(text)) throw new Finding('unsupported-format', { format: 'SD-JWT' });
  if (looksCompact(text)) {
    const jwt = readJwt(text);
    const document = presentationIn(jwt);
    if (document === null) throw new Finding('unsupported-format', { format: String(jwt.header.typ).slice(0, 40) });
    return { document, jwt };
  }
  const document = parseStrictly(text);
  if (!isObject(document) || !items(document.type).includes('VerifiablePresentation')) {
    throw new Finding('unsupported-format', { format: String(document?.type).slice(0, 40) });
  }
  return { document, jwt: null };
}

async function checkSignature({ document, jwt }, now) {
  const holder = idOf(document.holder);
  const { signers, suites } = jwt
    ? await verifyPresentationJwt(jwt, holder, now)
    : await verifyProofs(document, 'authentication', now);
  const stranger = signers.find((signer) => signer !== (holder ?? signers[0]));
  if (stranger) throw new Finding('holder-mismatch', { holder: holder ?? '', subject: stranger });
  return { signer: signers[0], suites: suites.join(', ') };
}

/** Signing nothing proves nothing. */
function checkContent(members) {
  if (members.length === 0) throw new Finding('empty-presentation');
  if (members.length > MAX_CREDENTIALS) throw new Finding('too-complex', { limit: String(MAX_CREDENTIALS) });
  return {};
}

/** What the presentation says of itself; facts only when its signature holds. A word counts when every proof has it. */
function statedIn({ document, jwt }) {
  const said = { holder: idOf(document.holder), purpose: document.description };
  if (jwt) {
    const { aud, nonce, iat, exp } = jwt.claims;
    return { ...said, domain: items(aud), challenge: nonce, created: asDate(iat), expires: asDate(exp) };
  }
  const proofs = items(document.proof).filter(isObject);
  const common = (name) => {
    const [first, ...others] = proofs.map((proof) => JSON.stringify(proof[name]));
    return first !== undefined && others.every((other) => other === first) ? JSON.parse(first) : undefined;
  };
  return {
    ...said,
    domain: items(common('domain')),
    challenge: common('challenge'),
    created: common('created'),
    expires: common('expires'),
  };
}

function asDate(seconds) {
  return typeof seconds === 'number' && Math.abs(seconds) < 1e11 ? new Date(seconds * 1000).toISOString() : undefined;
}
