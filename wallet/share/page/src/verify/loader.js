// All that JSON-LD processing may load: the contexts built into the page, and keys that identifiers carry themselves.
import contexts from 'wallet:contexts';
import { Finding } from '../outcome.js';
import { controllerDocument, resolveMethod } from './controller.js';

/** A document loader for the libraries. It opens no connection. */
export async function load(url) {
  if (Object.hasOwn(contexts, url)) return answer(url, structuredClone(contexts[url]));
  if (url.startsWith('did:')) {
    return answer(url, url.includes('#') ? resolveMethod(url).method : controllerDocument(url));
  }
  throw new Finding('context-unknown', { context: url });
}

function answer(documentUrl, document) {
  return { contextUrl: null, documentUrl, document };
}

/**
 * Refuse, in a document about to be canonicalised, every context this page does not hold, at any depth. That includes
 * contexts written into the document: they can give the signed words another meaning (w3c/vc-data-integrity issue 272).
 */
export function requireKnownContexts(value) {
  if (Array.isArray(value)) value.forEach(requireKnownContexts);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (name !== '@context') requireKnownContexts(member);
    else for (const context of [member].flat()) requireKnown(context);
  }
}

function requireKnown(context) {
  if (typeof context !== 'string') throw new Finding('context-unknown', { context: '{…}' });
  if (!Object.hasOwn(contexts, context)) throw new Finding('context-unknown', { context });
}
