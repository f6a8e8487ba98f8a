// Text nodes already keep markup from having any effect. This keeps the rest away: control characters, direction
// overrides that make a line read differently from what was signed, and text without end.

const MAX_LENGTH = 2000;
const CONTROLS = new RegExp(
  '[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e'
  + '\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}]', 'gu',
);
const COMBINING_RUN = /(\p{M}{4})\p{M}+/gu;

/** Foreign text for one text node. Anything but a string, number or boolean is nothing. */
export function safeText(value, limit = MAX_LENGTH) {
  if (!['string', 'number', 'boolean'].includes(typeof value)) return '';
  const text = String(value).toWellFormed?.() ?? String(value);
  const clean = text.slice(0, limit * 2).replace(CONTROLS, '\ufffd').replace(COMBINING_RUN, '$1');
  return clean.length > limit ? `${clean.slice(0, limit)}…` : clean;
}

/** The text in `language` of a string, a language map or a value object; the first one where that is missing. */
export function inLanguage(value, language) {
  if (Array.isArray(value)) {
    return inLanguage(value.find((item) => item?.['@language']?.startsWith(language)) ?? value[0], language);
  }
  if (typeof value !== 'object' || value === null) return safeText(value);
  if ('@value' in value) return safeText(value['@value']);
  const match = Object.keys(value).find((key) => key.startsWith(language)) ?? Object.keys(value)[0];
  return safeText(value[match]);
}
