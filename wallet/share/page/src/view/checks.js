// What a check found, in words.
import { safeText } from '../safe-text.js';
import { nextStep } from '../text/next.js';
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

/** The checks that decided an outcome; for a pass, those that say as of when it holds. */
function deciding(checks, outcome) {
  return checks.filter((check) => check.outcome === outcome && (check.reason || check.notes?.asOf));
}

/** What decided an outcome, as paragraphs, each with what can be done about it and by whom. */
export function decisive(checks, outcome, spoken, name = 'p') {
  return deciding(checks, outcome).map((check) => {
    const step = check.reason ? spoken.words.next[nextStep(check)] : null;
    return element(
      name, { className: 'why' },
      sentence(check, spoken),
      step ? element('span', { className: 'next' }, element('strong', {}, spoken.words.nextStep), ' ', step) : null,
    );
  });
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
