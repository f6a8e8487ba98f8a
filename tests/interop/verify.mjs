// What @digitalbazaar/vc says of a credential or presentation.
//
//   node verify.mjs FILE [CHALLENGE] [DOMAIN] [--now INSTANT]
//
// Prints {"verified": bool, "kind": "credential"|"presentation", "errors": [...]}; exit code 0 whatever the verdict,
// 2 when FILE cannot be read. Status lists are not looked at: there is no network.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as vc from '@digitalbazaar/vc';
import jsigs from 'jsonld-signatures';
import { offlineLoader } from './loader.mjs';
import { verifyingSuites } from './suites.mjs';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { now: { type: 'string' } } });
const [file, challenge, domain] = positionals;

async function verdict(document) {
  const options = {
    suite: verifyingSuites(),
    documentLoader: await offlineLoader(),
    checkStatus: async () => ({ verified: true }),
    now: values.now ? new Date(values.now) : new Date(),
  };
  if ([document.type].flat().includes('VerifiablePresentation')) {
    const result = await vc.verify({ ...options, presentation: document, ...expected(document) });
    return { verified: result.verified === true, kind: 'presentation', errors: messages(result) };
  }
  const result = await vc.verifyCredential({ ...options, credential: document });
  return { verified: result.verified === true, kind: 'credential', errors: messages(result) };
}

/** What is asked of the proof. A presentation made for nobody in particular has no challenge to compare. */
function expected({ proof }) {
  if (challenge === undefined && proof?.challenge === undefined) {
    return { presentationPurpose: new jsigs.purposes.ControllerProofPurpose({ term: 'authentication' }) };
  }
  return { challenge: challenge ?? proof.challenge, domain };
}

function messages(value, seen = new Set()) {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  const own = value instanceof Error ? [value.message] : [];
  const inner = [value.error, value.errors, value.results, value.credentialResults, value.presentationResult].flat();
  return [...new Set([...own, ...inner.flatMap((member) => messages(member, seen))])];
}

try {
  console.log(JSON.stringify(await verdict(JSON.parse(await readFile(file, 'utf8')))));
} catch (error) {
  console.error(String(error?.message ?? error));
  process.exitCode = 2;
}
