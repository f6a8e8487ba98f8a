// Data Integrity proofs, verified by Digital Bazaar's libraries. What a library cannot say apart is decided before it
// is asked: which suite, which purpose, which key and whether the contexts are known. Every proof of a set must hold.
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite as ecdsaRdfc2019 } from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import { Ed25519Signature2020 } from '@digitalbazaar/ed25519-signature-2020';
import { createVerifyCryptosuite } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import { cryptosuite as eddsaRdfc2022 } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { CredentialIssuancePurpose } from '@digitalbazaar/vc';
import jsigs from 'jsonld-signatures';
import { Finding } from '../outcome.js';
import { isObject, items } from '../strict-json.js';
import { resolveMethod } from './controller.js';
import { readInstant } from './instant.js';
import { load, requireKnownContexts } from './loader.js';

const MAX_PROOFS = 16;
const { purposes: { ControllerProofPurpose } } = jsigs;

/** The keys a suite signs with, by how they start as a Multikey and by their JWK curve, with the length of a signature. */
const ED25519 = [{ multikey: 'z6Mk', curve: 'Ed25519', length: 64 }];
const ECDSA = [{ multikey: 'zDn', curve: 'P-256', length: 64 }, { multikey: 'z82', curve: 'P-384', length: 96 }];

const SUITES = {
  'eddsa-rdfc-2022': { keys: ED25519, make: () => new DataIntegrityProof({ cryptosuite: eddsaRdfc2022 }) },
  'eddsa-jcs-2022': { keys: ED25519, make: () => new DataIntegrityProof({ cryptosuite: createVerifyCryptosuite() }) },
  'ecdsa-rdfc-2019': { keys: ECDSA, make: () => new DataIntegrityProof({ cryptosuite: ecdsaRdfc2019 }) },
  Ed25519Signature2020: { keys: ED25519, make: () => new Ed25519Signature2020() },
};
const PURPOSES = {
  assertionMethod: () => new CredentialIssuancePurpose(),
  authentication: () => new ControllerProofPurpose({ term: 'authentication' }),
};

/**
 * Verify every proof on a document for a purpose: `{signers, suites, signedAt}`, where signers are the identifiers
 * whose keys made them and signedAt is when they say they did. Throws the Finding of the first proof that does not hold, failures before doubts.
 */
export async function verifyProofs(document, purpose, now) {
  const proofs = items(document.proof);
  if (proofs.length === 0) throw new Finding('unsigned');
  if (proofs.length > MAX_PROOFS) throw new Finding('too-complex', { limit: String(MAX_PROOFS) });
  const signers = new Set();
  const suites = new Set();
  const findings = [];
  for (const proof of proofs) {
    try {
      const { signer, suite } = await verifyOne(document, proof, purpose, now);
      signers.add(signer);
      suites.add(suite);
    } catch (error) {
      if (!(error instanceof Finding)) throw error;
      findings.push(error);
    }
  }
  if (findings.length > 0) throw findings.find(({ outcome }) => outcome === 'failed') ?? findings[0];
  const dates = proofs.map(({ created }) => readInstant(created)).filter((date) => date !== null);
  const signedAt = dates.length > 0 ? new Date(Math.max(...dates)).toISOString() : undefined;
  return { signers: [...signers], suites: [...suites], signedAt };
}

async function verifyOne(document, proof, purpose, now) {
  if (!isObject(proof)) throw new Finding('proof-malformed');
  const suite = suiteName(proof);
  if (proof.proofPurpose !== purpose) throw new Finding('wrong-purpose', { purpose: String(proof.proofPurpose) });
  if (proof.previousProof !== undefined) throw new Finding('suite-unsupported', { suite: 'previousProof' });
  requireReadable(proof.created, 'created');
  const expires = requireReadable(proof.expires, 'expires');
  if (expires && expires <= now) throw new Finding('proof-expired', { expires: proof.expires });
  const { document: controller, method } = resolveMethod(proof.verificationMethod);
  requireProofValue(proof.proofValue, keyOf(suite, method).length);
  if (suite !== 'eddsa-jcs-2022') requireKnownContexts({ ...document, proof });
  const secured = structuredClone({ ...document, proof });
  const result = await jsigs.verify(secured, {
    suite: SUITES[suite].make(), purpose: PURPOSES[purpose](), documentLoader: load,
  });
  if (!result.verified) throw explain(result.error, controller.id);
  return { signer: controller.id, suite };
}

function suiteName(proof) {
  const isDataIntegrity = proof.type === 'DataIntegrityProof';
  const name = isDataIntegrity ? proof.cryptosuite : proof.type;
  // Ed25519Signature2020 is a proof type of its own, never a cryptosuite; the others are the reverse.
  const isNamedRightly = isDataIntegrity === (name !== 'Ed25519Signature2020');
  if (!Object.hasOwn(SUITES, name) || !isNamedRightly) throw new Finding('suite-unsupported', { suite: String(name) });
  return name;
}

/** The kind of key that `method` is, when the suite signs with it. */
function keyOf(suite, { id, publicKeyMultibase, publicKeyJwk }) {
  const key = SUITES[suite].keys.find(({ multikey, curve }) => (
    publicKeyMultibase ? publicKeyMultibase.startsWith(multikey) : publicKeyJwk.crv === curve
  ));
  if (!key) throw new Finding('suite-unsupported', { suite: id });
  return key;
}

/** A signature of `length` bytes takes from `length` (all zero) to 1.37 times as many digits of base58btc. */
function requireProofValue(value, length) {
  const longest = Math.ceil(length * 1.366);
  const sound = typeof value === 'string' && /^z[1-9A-HJ-NP-Za-km-z]+$/.test(value)
    && value.length > length && value.length <= longest + 1;
  if (!sound) throw new Finding('proof-malformed', { detail: 'proofValue' });
}

function requireReadable(text, name) {
  try {
    return readInstant(text);
  } catch {
    throw new Finding('proof-malformed', { detail: name });
  }
}

/** The Finding behind a library's error. What is not recognised stays "cannot tell". */
function explain(error, signer) {
  const causes = flatten(error);
  const own = causes.find((cause) => cause instanceof Finding);
  if (own) return own;
  const says = (text) => causes.some(({ message }) => String(message).includes(text));
  if (says('Invalid signature')) return new Finding('signature-mismatch');
  if (says('Credential issuer must match')) return new Finding('controller-mismatch', { signer });
  if (says('does not start with proof.@context')) return new Finding('proof-malformed', { detail: '@context' });
  if (causes.some(({ name }) => name === 'jsonld.ValidationError')) return new Finding('dropped-terms');
  if (says('Maximum deep iterations')) return new Finding('too-complex', { limit: 'RDFC-1.0' });
  if (causes.some(({ name }) => String(name).startsWith('jsonld.'))) return new Finding('context-unusable');
  return new Finding('not-checked', { detail: String(causes[0]?.message).slice(0, 200) });
}

function flatten(error) {
  return items(error).flatMap((cause) => [cause, ...flatten(cause?.errors), ...flatten(cause?.cause)]);
}
