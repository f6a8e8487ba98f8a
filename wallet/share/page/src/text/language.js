// Which language to speak, and dates in it.
import { en } from './en.js';
import { ja } from './ja.js';

export const TEXTS = { en, ja };

/** The first of the browser's languages that the page speaks; English otherwise. */
export function preferredLanguage(languages) {
  return languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => Object.hasOwn(TEXTS, tag)) ?? 'en';
}

/** Words and date format of one language; the region, which orders day and month, as the browser has it. */
export function speak(language, languages = []) {
  const locale = languages.find((tag) => tag.slice(0, 2).toLowerCase() === language) ?? language;
  const exact = new Intl.DateTimeFormat(locale, {
    year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short',
  });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
  const format = (formatter) => (value) => {
    const at = new Date(value);
    return Number.isNaN(at.getTime()) ? '' : formatter.format(at);
  };
  return { language, words: TEXTS[language], dateTime: format(exact), date: format(day) };
}
