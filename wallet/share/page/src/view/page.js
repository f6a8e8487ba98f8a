// The whole page: overall verdict, who presents what to whom, the badges, and other ways to check.
import { inLanguage, safeText } from '../safe-text.js';
import { badgeView } from './badge.js';
import { checkList, decisive } from './checks.js';
import { element, terms, verdict } from './elements.js';

export function workingView(spoken) {
  return [element('main', {}, element('p', { role: 'status' }, spoken.words.working))];
}

/** There is nothing to verify, and why. */
export function problemView(problem, link, spoken) {
  const [title, text] = spoken.words.problems[problem];
  const main = element(
    'main', {},
    element(
      'section', { className: 'overall', role: 'alert', 'data-reason': problem },
      element('h1', {}, title), element('p', {}, text),
    ),
    problem === 'page-failed' ? otherWays(link, null, spoken) : null,
  );
  return [main];
}

export function reportView(report, parcel, link, spoken) {
  const { words } = spoken;
  const badges = report.badges.map((badge, number) => badgeView(badge, report.holder, number, spoken));
  return [
    element(
      'main', {},
      overall(report, spoken),
      about(report, parcel, spoken),
      element(
        'section', { 'aria-labelledby': 'badges' },
        element('h2', { id: 'badges' }, badges.length > 0 ? words.badges(badges.length) : words.noBadges), badges,
      ),
      otherWays(link, parcel, spoken),
    ),
    element('footer', {}, element('p', {}, words.privacy)),
  ];
}

function overall(report, spoken) {
  const { words, dateTime } = spoken;
  const reasons = decisive(report.checks, report.outcome, spoken);
  return element(
    'section', { className: 'overall', role: 'status', 'data-outcome': report.outcome },
    element('h1', {}, element('small', {}, words.overall), verdict(report.outcome, spoken)),
    element('p', {}, words.verdict[report.outcome]),
    reasons.map((reason) => element('p', {}, reason)),
    element('p', { className: 'quiet' }, words.checkedAt(dateTime(report.at))),
  );
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

function otherWays(link, parcel, spoken) {
  const { words } = spoken;
  const command = `wallet verify '${link}'`;
  const copy = element('button', {
    type: 'button',
    onclick: async () => {
      await navigator.clipboard.writeText(command);
      copy.textContent = words.copied;
    },
  }, words.copy);
  return element(
    'section', { className: 'other', 'aria-labelledby': 'other' },
    element('h2', { id: 'other' }, words.otherWays),
    element('p', {}, words.otherWaysText),
    element('pre', {}, element('code', {}, command)),
    element('p', { className: 'actions' }, copy, parcel ? original(parcel, words) : null),
  );
}

function original({ content, mediaType }, words) {
  const isJwt = content[0] !== '{'.charCodeAt(0);
  const href = URL.createObjectURL(new Blob([content], { type: safeText(mediaType, 100) }));
  const download = isJwt ? 'presentation.jwt' : 'presentation.json';
  return element('a', { className: 'button', href, download }, words.download);
}
