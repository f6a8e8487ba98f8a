// What a credential says of itself, read for display only.
import { pictureOf } from '../picture.js';
import { inLanguage } from '../safe-text.js';
import { isObject, items } from '../strict-json.js';

const MAX_ITEMS = 12;

/** Texts and dates for one badge, in `language` where there is a choice. */
export function readClaims(credential, language) {
  const subject = items(credential.credentialSubject)[0];
  const achievement = items(subject?.achievement)[0];
  const text = (value) => inLanguage(value, language);
  const achievementName = text(achievement?.name);
  const credits = achievement?.creditsAvailable ?? subject?.creditsEarned;
  return {
    name: text(credential.name) || achievementName,
    achievement: achievementName,
    issuer: text(credential.issuer?.name),
    description: text(achievement?.description) || text(credential.description),
    criteria: text(achievement?.criteria?.narrative),
    outcomes: list(achievement?.alignment, (item) => text(item.targetName)),
    results: list(subject?.result, (item) => resultOf(item, achievement, text)),
    evidence: list(credential.evidence, (item) => text(item.name) || text(item.narrative)),
    credits: typeof credits === 'number' ? String(credits) : '',
    picture: pictureOf(achievement?.image),
    from: credential.validFrom ?? credential.issuanceDate,
    until: credential.validUntil ?? credential.expirationDate,
  };
}

function list(value, read) {
  return items(value).filter(isObject).slice(0, MAX_ITEMS).map(read).filter(Boolean);
}

function resultOf(result, achievement, text) {
  const description = items(achievement?.resultDescription).filter(isObject)
    .find((item) => item.id === result.resultDescription);
  const value = text(result.value) || text(result.status);
  const name = text(description?.name);
  return name && value ? `${name}: ${value}` : value;
}
