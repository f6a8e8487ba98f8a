// One badge: what it says, the three questions kept apart, and how old the evidence is.
import { carrierPicture } from '../picture.js';
import { safeText } from '../safe-text.js';
import { checkList, decisive } from './checks.js';
import { readClaims } from './claims.js';
import { download, element, terms, verdict } from './elements.js';

/** The article for one badge; `file` is what can be kept of it, `presented` the report it is part of. */
export function badgeView(badge, file, number, presented, spoken) {
  const { words, language } = spoken;
  const said = badge.credential ? readClaims(badge.credential, language) : {};
  const heading = `badge-${number}`;
  return element(
    'article', { className: 'badge', 'data-outcome': badge.outcome, 'aria-labelledby': heading },
    element(
      'div', { className: 'head' },
      picture(badge, said, file, words),
      element(
        'div', { className: 'title' },
        element('h3', { id: heading }, said.name || words.unnamed),
        byline(badge, said, spoken),
      ),
    ),
    questions(badge, presented.holder, spoken),
    badge.proven || !badge.credential ? null : element('p', { className: 'caution' }, words.claimed),
    badge.credential ? claims(said, badge.issuer, spoken) : null,
    evidence(badge, presented, spoken),
    checkList(badge.checks, spoken),
    file ? element('p', { className: 'actions' }, download(file, `${words.downloadBadge} (${file.name})`)) : null,
  );
}

function picture(badge, said, file, words) {
  if (badge.proven && said.picture) {
    return element('img', { src: said.picture, alt: '' });
  }
  const carrier = file ? carrierPicture(file) : null;
  if (!carrier) return null;
  return element(
    'figure', { className: 'unproven' },
    element('img', { src: carrier, alt: '' }), element('figcaption', {}, words.unprovenPicture),
  );
}

function byline(badge, said, { words, date }) {
  const parts = [said.issuer, date(said.from) && words.issuedOn(date(said.from))].filter(Boolean);
  const text = badge.proven ? parts.join(' · ') : '';
  return text ? element('p', { className: 'byline' }, text) : null;
}

function questions(badge, holder, spoken) {
  const { words } = spoken;
  const isOwn = badge.issuer !== null && badge.issuer === holder;
  const trust = isOwn ? [words.trust.selfAsserted, words.trust.selfWhy] : [words.trust.unknown, words.trust.unknownWhy];
  const row = (name, answer, why) => element(
    'div', { className: `question ${name}` },
    element('dt', {}, words.questions[name], element('small', {}, words.questions[`${name}Hint`])),
    element('dd', {}, answer, why),
  );
  const answer = (text) => element('span', { className: 'answer' }, text);
  return element(
    'dl', { className: 'questions' },
    row('verification', verdict(badge.outcome, spoken), decisive(badge.checks, badge.outcome, spoken, 'small')),
    row('trust', answer(trust[0]), element('small', {}, trust[1])),
    row('quality', answer(words.quality), element('small', {}, words.qualityWhy)),
  );
}

function claims(said, issuer, spoken) {
  const { words, date } = spoken;
  const identifier = issuer ? element('code', {}, safeText(issuer, 500)) : null;
  return terms([
    [words.issuedBy, [said.issuer || words.notStated, identifier]],
    [words.achievement, said.achievement === said.name ? '' : said.achievement],
    [words.description, said.description || words.notStated],
    [words.criteria, said.criteria || words.notStated],
    [words.outcomes, bullets(said.outcomes)],
    [words.results, bullets(said.results)],
    [words.credits, said.credits],
    [words.evidenceOf, bullets(said.evidence)],
    [words.validFrom, date(said.from) || words.notStated],
    [words.validUntil, date(said.until) || words.noBadgeEnd],
  ]);
}

function bullets(texts) {
  return texts.length === 0 ? '' : element('ul', {}, texts.map((text) => element('li', {}, text)));
}

/** What the verdict rests on, and as of when. */
function evidence(badge, { at }, spoken) {
  const { words, dateTime } = spoken;
  const notes = (name) => badge.checks.find(({ check }) => check === name);
  const proof = notes('proof');
  const status = notes('status');
  const asOf = status?.notes?.asOf ?? status?.params?.as_of;
  const signedAt = status?.notes?.signedAt;
  const rows = [
    [words.evidence.signature, proof?.notes?.signedAt ? dateTime(proof.notes.signedAt) : words.evidence.undated,
      words.evidence.signatureHint],
    asOf ? [words.evidence.status, words.evidence.statusAsOf(dateTime(asOf)),
      signedAt ? words.evidence.statusSigned(dateTime(signedAt)) : words.evidence.statusSupplied] : null,
    [words.evidence.checked, dateTime(at), words.evidence.checkedHint],
  ];
  if (!badge.proven) rows.shift();
  return element(
    'section', { className: 'evidence', 'aria-label': words.evidence.title },
    element('p', { className: 'label', 'aria-hidden': 'true' }, words.evidence.title),
    terms(rows.filter(Boolean)),
  );
}
