// Digital Bazaar's stack against the clock: it keeps what it can keep, and verifies a batch each time it is told to.
//
//   node race.mjs FILE --now INSTANT
//
// FILE has one credential per line, as a JSON string. For each line on standard input one line comes back:
// {"seconds": number, "accepted": number}. A JWT is checked with Node's own crypto, which is the quickest there is.
import { createPublicKey, verify as verifySignature } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import * as vc from '@digitalbazaar/vc';
import { cryptosuite as rdfc } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { offlineLoader } from './loader.mjs';
import { verifyingSuites } from './suites.mjs';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { now: { type: 'string' } } });
const now = new Date(values.now);
const load = await offlineLoader();
const loaded = new Map();

/** Contexts are marked as never changing, so that jsonld.js keeps what it made of them; keys are kept too. */
async function documentLoader(url) {
  if (!loaded.has(url)) loaded.set(url, { ...(await (url.startsWith('did:key:zDn') ? p256(url) : load(url))), tag: 'static' });
  return loaded.get(url);
}

async function p256(url) {
  const [did, fragment] = url.split('#');
  const publicKeyMultibase = did.slice('did:key:'.length);
  const method = {
    '@context': 'https://w3id.org/security/multikey/v1', type: 'Multikey',
    id: `${did}#${publicKeyMultibase}`, controller: did, publicKeyMultibase,
  };
  const document = fragment ? method : {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did, verificationMethod: [method], assertionMethod: [method.id], authentication: [method.id],
  };
  return { contextUrl: null, documentUrl: url, document };
}

/** ecdsa-rdfc-2019 over P-256 signs what eddsa-rdfc-2022 signs, with another key. */
async function ecdsaSuite() {
  const { from } = await import('@digitalbazaar/ecdsa-multikey');
  return new DataIntegrityProof({
    cryptosuite: {
      ...rdfc, name: 'ecdsa-rdfc-2019', requiredAlgorithm: ['P-256'],
      createVerifier: async ({ verificationMethod }) => (await from(verificationMethod)).verifier(),
    },
  });
}

const suites = [...verifyingSuites(), await ecdsaSuite()];

async function accepted(text) {
  if (!text.startsWith('{')) return jwtHolds(text);
  const result = await vc.verifyCredential({
    credential: JSON.parse(text), suite: suites, documentLoader, now, checkStatus: async () => ({ verified: true }),
  });
  return result.verified === true;
}

async function jwtHolds(text) {
  const [header, payload, signature] = text.split('.');
  const { kid } = JSON.parse(Buffer.from(header, 'base64url'));
  const { document } = await documentLoader(kid);
  const x = base58(document.publicKeyMultibase.slice(1)).subarray(2).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  if (!verifySignature(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))) return false;
  const { validFrom, validUntil } = JSON.parse(Buffer.from(payload, 'base64url'));
  return !(new Date(validFrom) > now) && !(new Date(validUntil) <= now);
}

function base58(text) {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  let number = 0n;
  for (const character of text) number = number * 58n + BigInt(alphabet.indexOf(character));
  return Buffer.from(number.toString(16).padStart(68, '0'), 'hex');
}

const credentials = (await readFile(positionals[0], 'utf8')).split('\n').filter(Boolean).map((line) => JSON.parse(line));
for await (const _ of createInterface({ input: process.stdin })) {
  const start = performance.now();
  let count = 0;
  for (const text of credentials) count += (await accepted(text)) ? 1 : 0;
  console.log(JSON.stringify({ seconds: (performance.now() - start) / 1000, accepted: count }));
}
