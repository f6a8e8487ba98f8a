// ecdsa-sd-2023 and bbs-2023 by Digital Bazaar: signing, deriving and verifying many documents in one run.
//
//   node selective.mjs FILE
//
// FILE holds {"jobs": [{"do": "sign" | "derive" | "verify", "suite", "document", "pointers", "seed"}, ...]}; prints
// {"results": [...]} in the same order: the secured document, or {"verified": bool, "error": text}.
import { readFile } from 'node:fs/promises';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import * as ecdsaSd from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import * as bbs from '@digitalbazaar/bbs-2023-cryptosuite';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Bls12381Multikey from '@digitalbazaar/bls12-381-multikey';
import jsigs from 'jsonld-signatures';
import { offlineLoader } from './loader.mjs';

const suites = { 'ecdsa-sd-2023': ecdsaSd, 'bbs-2023': bbs };
const contexts = await offlineLoader();

async function documentLoader(url) {
  if (!url.startsWith('did:key:')) return contexts(url);
  const [did, fragment] = url.split('#');
  const publicKeyMultibase = did.slice('did:key:'.length);
  const method = {
    '@context': 'https://w3id.org/security/multikey/v1',
    id: `${did}#${publicKeyMultibase}`, type: 'Multikey', controller: did, publicKeyMultibase,
  };
  const document = fragment ? method : {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did, verificationMethod: [method], assertionMethod: [method.id],
  };
  return { contextUrl: null, documentUrl: url, document };
}

async function freshKey(suite) {
  const key = suite === 'ecdsa-sd-2023'
    ? await EcdsaMultikey.generate({ curve: 'P-256' })
    : await Bls12381Multikey.generateBbsKeyPair({ algorithm: 'BBS-BLS12-381-SHA-256' });
  const { publicKeyMultibase } = await key.export({ publicKey: true });
  key.controller = `did:key:${publicKeyMultibase}`;
  key.id = `${key.controller}#${publicKeyMultibase}`;
  return key;
}

const purpose = () => new jsigs.purposes.AssertionProofPurpose();

const actions = {
  async sign({ suite, document, pointers }) {
    const key = await freshKey(suite);
    const cryptosuite = suites[suite].createSignCryptosuite({ mandatoryPointers: pointers });
    const proof = new DataIntegrityProof({ cryptosuite, signer: key.signer(), date: '2026-11-01T00:00:00Z' });
    const named = { ...document, issuer: { ...document.issuer, id: key.controller } };
    return jsigs.sign(named, { suite: proof, purpose: purpose(), documentLoader });
  },
  async derive({ suite, document, pointers }) {
    const cryptosuite = suites[suite].createDiscloseCryptosuite({ selectivePointers: pointers });
    return jsigs.derive(document, { suite: new DataIntegrityProof({ cryptosuite }), purpose: purpose(), documentLoader });
  },
  async verify({ suite, document }) {
    const cryptosuite = suites[suite].createVerifyCryptosuite();
    const options = { suite: new DataIntegrityProof({ cryptosuite }), purpose: purpose(), documentLoader };
    const result = await jsigs.verify(document, options);
    return { verified: result.verified === true, error: String(result.error?.errors?.[0]?.message ?? result.error ?? '') };
  },
};

const results = [];
for (const job of JSON.parse(await readFile(process.argv[2], 'utf8')).jobs) {
  try {
    results.push(await actions[job.do](job));
  } catch (error) {
    results.push({ verified: false, error: String(error?.message ?? error) });
  }
}
console.log(JSON.stringify({ results }));
