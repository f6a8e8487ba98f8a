// What @digitalbazaar/vc says of many credentials, one JSON text per line (as a JSON string, since it may not be JSON).
//
//   node batch.mjs FILE --now INSTANT
//
// Prints {"verdicts": ["accepted" | "refused: why", ...]} in the same order. Status lists are not looked at.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as vc from '@digitalbazaar/vc';
import { offlineLoader } from './loader.mjs';
import { verifyingSuites } from './suites.mjs';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { now: { type: 'string' } } });
const load = await offlineLoader();
const loaded = new Map();

/** Contexts are read and checked once; nothing else is kept. */
async function documentLoader(url) {
  if (url.startsWith('did:')) return load(url);
  if (!loaded.has(url)) loaded.set(url, await load(url));
  return structuredClone(loaded.get(url));
}

async function verdict(text) {
  try {
    const result = await vc.verifyCredential({
      credential: JSON.parse(text),
      suite: verifyingSuites(),
      documentLoader,
      checkStatus: async () => ({ verified: true }),
      now: new Date(values.now),
    });
    if (result.verified === true) return 'accepted';
    const inner = result.error?.errors?.[0] ?? result.error;
    return `refused: ${String(inner?.message ?? 'no reason').slice(0, 80)}`;
  } catch (error) {
    return `refused: ${String(error?.message ?? error).slice(0, 80)}`;
  }
}

const verdicts = [];
for (const line of (await readFile(positionals[0], 'utf8')).split('\n').filter(Boolean)) {
  verdicts.push(await verdict(JSON.parse(line)));
}
console.log(JSON.stringify({ verdicts }));
