// The whole page: overall verdict, who presents what to whom, the badges, and other ways to check.
import { badgeFiles, materialFiles, presentationFile } from '../originals.js';
import { inLanguage, safeText } from '../safe-text.js';
import { zip } from '../zip.js';
import { badgeView } from './badge.js';
import { checkList, decisive } from './checks.js';
import { download, element, terms, verdict } from './elements.js';

export function workingView(spoken) {
  return [element('main', {}, element('p', { className: 'working' }, spoken.words.working))];
}

/** There is nothing to verify, and why. */
export function problemView(problem, source, spoken) {
  const [title, text] = spoken.words.problems[problem];
  const main = element(
    'main', {},
    element(
      'section', { className: 'overall', 'aria-labelledby': 'verdict', 'data-reason': problem },
      element('h1', { id: 'verdict' }, title), element('p', {}, text),
    ),
    problem === 'page-failed' ? otherWays(source, [], spoken) : null,
  );
  return [main];
}

/** What was found. `source` says what to give to the command: `{command}`. */
export function reportView(report, parcel, source, spoken) {
  const { words } = spoken;
  const files = badgeFiles(parcel, report.members ?? []);
  const badges = report.badges.map((badge, index) => badgeView(badge, files[index], index + 1, report, spoken));
  const all = [presentationFile(parcel), ...files.filter(Boolean), ...materialFiles(parcel)];
  return [
    element(
      'main', {},
      overall(report, spoken),
      about(report, parcel, spoken),
      element(
        'section', { 'aria-labelledby': 'badges' },
        element('h2', { id: 'badges' }, badges.length > 0 ? words.badges(badges.length) : words.noBadges), badges,
      ),
      otherWays(source, all, spoken),
    ),
    element('footer', {}, element('p', {}, source.link ? words.privacy : words.privacyFile)),
  ];
}

function overall(report, spoken) {
  const { words, dateTime } = spoken;
  return element(
    'section', { className: 'overall', 'aria-labelledby': 'verdict', 'data-outcome': report.outcome },
    element(
      'h1', { id: 'verdict' }, element('small', {}, words.overall), verdict(report.outcome, spoken),
    ),
    element('p', {}, words.verdict[report.outcome]),
    decisive(report.checks, report.outcome, spoken),
    report.badges.length > 1 ? element('p', { className: 'tally' }, tally(report.badges, spoken)) : null,
    element('p', { className: 'quiet' }, words.checkedAt(dateTime(report.at))),
  );
}

function tally(badges, { words }) {
  const counted = ['passed', 'failed', 'indeterminate']
    .map((outcome) => [outcome, badges.filter((badge) => badge.outcome === outcome).length])
    .filter(([, count]) => count > 0);
  return words.tally(badges.length, counted.map(([outcome, count]) => `${words.outcome[outcome]} ${count}`));
}

function about(report, parcel, spoken) {
  const { words, dateTime, language } = spoken;
  const { stated, holder } = report;
  const domains = (stated.domain ?? []).map((domain) => safeText(domain, 300)).filter(Boolean);
  const presenter = element('code', {}, safeText(holder ?? stated.holder, 500) || words.notStated);
  const rows = [
    [words.holder, presenter, holder ? words.holderHint : words.notProven],
    [words.audience, domains.join(', ') || words.anyone],
    [words.purpose, inLanguage(stated.purpose, language) || words.notStated],
    [words.challenge, safeText(stated.challenge, 300)],
    [words.signed, dateTime(stated.created)],
    [words.presentationExpires, dateTime(stated.expires) || words.noEnd],
    [words.linkExpires, parcel.expires ? dateTime(parcel.expires) : '', words.linkExpiresHint],
    [words.note, safeText(parcel.note), words.noteHint],
  ];
  return element(
    'section', { className: 'about', 'aria-labelledby': 'about' },
    element('h2', { id: 'about' }, words.about),
    holder ? null : element('p', { className: 'caution' }, words.notProven),
    terms(rows),
    checkList(report.checks, spoken),
  );
}

function otherWays(source, files, spoken) {
  const { words } = spoken;
  const copy = element('button', {
    type: 'button',
    onclick: async () => {
      try {
        await navigator.clipboard.writeText(source.command);
        copy.textContent = words.copied;
      } catch {
        copy.textContent = words.copyFailed;
      }
    },
  }, words.copy);
  return element(
    'section', { className: 'other', 'aria-labelledby': 'other' },
    element('h2', { id: 'other' }, words.otherWays),
    element('p', {}, words.otherWaysText),
    element('pre', {}, element('code', {}, source.command)),
    element('p', { className: 'actions' }, copy),
    files.length > 0 ? kept(files, words) : null,
  );
}

function kept(files, words) {
  const archive = { name: 'presentation.zip', mediaType: 'application/zip', content: zip(files) };
  return [
    element('p', {}, words.keepText),
    element(
      'p', { className: 'actions' },
      download(archive, words.downloadAll), download(files[0], words.download),
    ),
  ];
}
