// The proof suites of Digital Bazaar that the wallet is tested against, for verifying and for signing.
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import * as bbs from '@digitalbazaar/bbs-2023-cryptosuite';
import * as ecdsaSd from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import { Ed25519Signature2020 } from '@digitalbazaar/ed25519-signature-2020';
import * as jcs from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import { cryptosuite as rdfc } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';

export function verifyingSuites() {
  return [
    new DataIntegrityProof({ cryptosuite: rdfc }),
    new DataIntegrityProof({ cryptosuite: jcs.createVerifyCryptosuite() }),
    new DataIntegrityProof({ cryptosuite: ecdsaSd.createVerifyCryptosuite() }),
    new DataIntegrityProof({ cryptosuite: bbs.createVerifyCryptosuite() }),
    new Ed25519Signature2020(),
  ];
}

export function signingSuite(name, signer, date) {
  if (name === 'Ed25519Signature2020') return new Ed25519Signature2020({ signer, date });
  const cryptosuite = name === 'eddsa-jcs-2022' ? jcs.createSignCryptosuite() : rdfc;
  return new DataIntegrityProof({ cryptosuite, signer, date });
}
