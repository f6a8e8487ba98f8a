// What was presented as files, byte for byte: the presentation, every badge in it, and the documents that came along.
import { fromBase64url, utf8 } from './bytes.js';
import { isObject, itemTexts, items } from './strict-json.js';
import { openEnvelope } from './verify/envelope.js';
import { looksCompact } from './verify/jwt.js';

const EXTENSIONS = {
  'image/png': 'png', 'image/svg+xml': 'svg', 'image/jpeg': 'jpg', 'image/gif': 'gif', 'image/webp': 'webp',
  'application/json': 'json', 'application/ld+json': 'json', 'application/pdf': 'pdf', 'application/zip': 'zip',
  'text/plain': 'txt', 'application/jose': 'jws', 'application/vc': 'json',
};

/** The presentation itself: `{name, mediaType, content}`. */
export function presentationFile({ content }) {
  const isJwt = content[0] !== '{'.charCodeAt(0);
  return isJwt
    ? { name: 'presentation.jwt', mediaType: 'application/vp+jwt', content }
    : { name: 'presentation.json', mediaType: 'application/json', content };
}

/** One file for each member of `verifiableCredential`, in order; null for one that holds nothing to keep. */
export function badgeFiles({ content }, members) {
  // A presentation that could not be read has no members, and perhaps no text either.
  const texts = members.length > 0 ? membersAsWritten(content) : [];
  return members.map((member, index) => {
    const { mediaType, content: bytes } = contentOf(member, texts[index]) ?? {};
    return bytes ? { name: `badge-${index + 1}.${extension(mediaType)}`, mediaType, content: bytes } : null;
  });
}

/** The stapled documents. */
export function materialFiles({ materials }) {
  return materials.map(({ content }, index) => {
    const isObjectText = content[0] === '{'.charCodeAt(0);
    return { name: `evidence-${index + 1}.${isObjectText ? 'json' : 'jwt'}`, mediaType: 'application/json', content };
  });
}

function membersAsWritten(content) {
  const text = utf8(content);
  const document = looksCompact(text) ? utf8(fromBase64url(text.trim().split('.')[1])) : text;
  return itemTexts(document, 'verifiableCredential');
}

function contentOf(member, written) {
  const encode = (text) => new TextEncoder().encode(text);
  if (typeof member === 'string') return { mediaType: 'application/vc+jwt', content: encode(member) };
  if (!isObject(member)) return null;
  if (!items(member.type).includes('EnvelopedVerifiableCredential')) {
    return { mediaType: 'application/ld+json', content: encode(written ?? JSON.stringify(member)) };
  }
  try {
    return openEnvelope(member);
  } catch {
    return { mediaType: 'application/json', content: encode(written ?? JSON.stringify(member)) };
  }
}

function extension(mediaType) {
  if (Object.hasOwn(EXTENSIONS, mediaType)) return EXTENSIONS[mediaType];
  if (mediaType.endsWith('+sd-jwt')) return 'sd-jwt';
  if (mediaType.endsWith('jwt')) return 'jwt';
  return mediaType.endsWith('json') ? 'json' : 'bin';
}
