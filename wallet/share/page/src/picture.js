// Which picture may be shown: a small raster image that is part of the badge. Nothing is fetched, and a picture whose
// header asks for more pixels than a badge needs is left out: unpacking it could take the browser's memory.
import { fromBase64 } from './bytes.js';

const DATA_URL = /^data:image\/(png|jpeg|gif|webp);base64,([A-Za-z0-9+/]+={0,2})$/;
const MAX_LENGTH = 3 * 1024 * 1024;
const MAX_SIDE = 8192;
const MAX_PIXELS = 16 * 1024 * 1024;

/** The picture of an `image` member as a `data:` URL, or null. */
export function pictureOf(image) {
  const url = typeof image === 'object' ? image?.id : image;
  if (typeof url !== 'string' || url.length > MAX_LENGTH) return null;
  const [, kind, base64] = DATA_URL.exec(url) ?? [];
  if (!kind) return null;
  try {
    return isModest(kind, fromBase64(base64)) ? url : null;
  } catch {
    return null;
  }
}

/** The picture that a badge was baked into, as a `data:` URL, or null. */
export function carrierPicture({ mediaType, content }) {
  const kind = /^image\/(png|jpeg|gif|webp)$/.exec(mediaType)?.[1];
  if (!kind || content.length > MAX_LENGTH || !isModest(kind, content)) return null;
  let binary = '';
  for (const byte of content) binary += String.fromCharCode(byte);
  return `data:${mediaType};base64,${btoa(binary)}`;
}

function isModest(kind, bytes) {
  const size = SIZES[kind](new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes);
  if (size === null) return false;
  const [width, height] = size;
  return width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE && width * height <= MAX_PIXELS;
}

/** Width and height as each format's header states them; null where the bytes are something else. */
const SIZES = {
  png: (view) => (
    view.byteLength > 24 && view.getUint32(0) === 0x89504e47 && view.getUint32(12) === 0x49484452
      ? [view.getUint32(16), view.getUint32(20)] : null
  ),
  gif: (view) => (
    view.byteLength > 10 && view.getUint32(0) === 0x47494638
      ? [view.getUint16(6, true), view.getUint16(8, true)] : null
  ),
  jpeg: jpegSize,
  webp: webpSize,
};

/** JPEG: the first start-of-frame segment has the size. */
function jpegSize(view) {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 9 < view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return [view.getUint16(at + 7), view.getUint16(at + 5)];
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}

function webpSize(view) {
  if (view.byteLength < 30 || view.getUint32(0) !== 0x52494646 || view.getUint32(8) !== 0x57454250) return null;
  const three = (at) => view.getUint16(at, true) + view.getUint8(at + 2) * 65536;
  switch (view.getUint32(12)) {
    case 0x56503858: return [three(24) + 1, three(27) + 1];
    case 0x56503820: return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
    case 0x5650384c: {
      const bits = view.getUint32(21, true);
      return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
    }
    default: return null;
  }
}
