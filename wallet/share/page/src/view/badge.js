// One badge: what it says, and the three questions kept apart.
import { inLanguage, safeText } from '../safe-text.js';
import { items } from '../strict-json.js';
import { checkList, decisive } from './checks.js';
import { element, terms, verdict } from './elements.js';

const PICTURE = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$/;

export function badgeView(badge, holder, number, spoken) {
  const { words, language } = spoken;
  const said = badge.credential ? read(badge.credential, language) : {};
  const heading = `badge-${number}`;
  const title = element('h3', { id: heading }, said.name || words.unnamed);
  const picture = badge.proven && said.picture ? element('img', { src: said.picture, alt: '' }) : null;
  return element(
    'article', { className: 'badge', 'data-outcome': badge.outcome, 'aria-labelledby': heading },
    element('div', { className: 'head' }, picture, element('div', {}, title, verdict(badge.outcome, spoken))),
    questions(badge, holder, spoken),
    badge.proven ? null : element('p', { className: 'caution' }, words.claimed),
    claims(said, badge.issuer, spoken),
    checkList(badge.checks, spoken),
  );
}

function questions(badge, holder, spoken) {
  const { words } = spoken;
  const reasons = decisive(badge.checks, badge.outcome, spoken);
  const isOwn = badge.issuer !== null && badge.issuer === holder;
  const trust = isOwn ? [words.trust.selfAsserted, words.trust.selfWhy] : [words.trust.unknown, words.trust.unknownWhy];
  const row = (name, answer, why) => element(
    'div', { className: 'question' },
    element('dt', {}, words.questions[name], element('small', {}, words.questions[`${name}Hint`])),
    element('dd', {}, answer, why.map((text) => element('small', {}, text))),
  );
  return element(
    'dl', { className: 'questions' },
    row('verification', verdict(badge.outcome, spoken, 'word'), reasons),
    row('trust', trust[0], [trust[1]]),
    row('quality', words.quality, []),
  );
}

function claims(said, issuer, spoken) {
  const { words, date } = spoken;
  const identifier = issuer ? element('code', {}, safeText(issuer, 500)) : null;
  return terms([
    [words.issuedBy, [said.issuer || words.notStated, identifier]],
    [words.achievement, said.achievement === said.name ? '' : said.achievement],
    [words.description, said.description],
    [words.criteria, said.criteria],
    [words.validFrom, date(said.from)],
    [words.validUntil, date(said.until) || words.noBadgeEnd],
  ]);
}

/** What a credential says of itself, for display only. */
function read(credential, language) {
  const subject = items(credential.credentialSubject)[0];
  const achievement = items(subject?.achievement)[0];
  const picture = typeof achievement?.image === 'object' ? achievement.image?.id : achievement?.image;
  const achievementName = inLanguage(achievement?.name, language);
  return {
    name: inLanguage(credential.name, language) || achievementName,
    achievement: achievementName,
    issuer: inLanguage(credential.issuer?.name, language),
    description: inLanguage(achievement?.description, language) || inLanguage(credential.description, language),
    criteria: inLanguage(achievement?.criteria?.narrative, language),
    picture: typeof picture === 'string' && PICTURE.test(picture) ? picture : null,
    from: credential.validFrom ?? credential.issuanceDate,
    until: credential.validUntil ?? credential.expirationDate,
  };
}
