// What a check found, in words.
import { safeText } from '../safe-text.js';
import { element, verdict } from './elements.js';

/** The sentence for one check. */
export function sentence(check, { words, dateTime }) {
  if (check.reason) {
    const params = Object.entries(check.params).map(([name, value]) => [name, safeText(value, 300)]);
    return words.reasons[check.reason](Object.fromEntries(params), dateTime);
  }
  const { notes } = words;
  if (check.outcome === 'not_applicable') return notes[check.check] ?? '';
  if (check.notes.signer) return notes.signer(check.notes);
  if (check.notes.suites) return notes.suites(check.notes);
  if (check.notes.asOf) return notes.asOf(dateTime(check.notes.asOf));
  return notes[`${check.check}Passed`] ?? '';
}

/** The sentences of the checks that decided an outcome; for a pass, as of when it holds. */
export function decisive(checks, outcome, spoken) {
  const telling = (check) => check.outcome === outcome && (check.reason || check.notes?.asOf);
  return checks.filter(telling).map((check) => sentence(check, spoken));
}

/** Every check with its outcome, folded away. */
export function checkList(checks, spoken) {
  const { words } = spoken;
  const rows = checks.map((check) => element(
    'li', { 'data-check': check.check, 'data-reason': check.reason },
    element('strong', {}, words.checks[check.check]), ' ', verdict(check.outcome, spoken, 'word'),
    element('span', { className: 'sentence' }, sentence(check, spoken)),
  ));
  return element('details', {}, element('summary', {}, words.details), element('ul', { className: 'checks' }, rows));
}
