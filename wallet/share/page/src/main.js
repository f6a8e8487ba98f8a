// The employer's page: open the link, verify in this browser, show what was found.
import { fromBase64 } from './bytes.js';
import { LinkProblem, download, openSealed, readLink, readParcel } from './open.js';
import { Finding } from './outcome.js';
import { preferredLanguage, speak } from './text/language.js';
import { verifyPresentation } from './verify/presentation.js';
import { element } from './view/elements.js';
import { problemView, reportView, workingView } from './view/page.js';

const root = document.getElementById('page');
const live = document.getElementById('live');
let language = preferredLanguage(navigator.languages);
let view = workingView;

function show(nextView = view) {
  view = nextView;
  const spoken = speak(language, navigator.languages);
  document.documentElement.lang = language;
  document.title = spoken.words.title;
  const other = language === 'ja' ? 'en' : 'ja';
  const change = () => {
    language = other;
    show();
    announce();
    root.querySelector('header button').focus();
  };
  const header = element(
    'header', {},
    element('p', {}, element('strong', {}, spoken.words.title), element('span', {}, spoken.words.subtitle)),
    element('button', { type: 'button', lang: other, onclick: change }, spoken.words.switchTo),
  );
  root.replaceChildren(header, ...view(spoken));
}

/** Where the presentation comes from: a file that carries it, or the link in the address bar. */
async function obtain() {
  const carried = document.getElementById('parcel')?.textContent.trim();
  if (carried) return readParcel(fromBase64(carried));
  const { id, key, api } = readLink(location);
  return readParcel(await openSealed(await download(api), key, id));
}

/** What to give to the command, quoted for a shell. */
function sourceOf() {
  const carried = document.getElementById('parcel') !== null;
  const name = carried ? lastPart(location.pathname) : location.href;
  return { link: !carried, command: `wallet verify '${name.replaceAll("'", "'\\''")}'` };
}

function lastPart(path) {
  try {
    return decodeURIComponent(path.split('/').at(-1)) || 'presentation.html';
  } catch {
    return 'presentation.html';
  }
}

async function open() {
  const source = sourceOf();
  show(workingView);
  try {
    const parcel = await obtain();
    const report = await verifyPresentation(parcel, new Date());
    show((spoken) => reportView(report, parcel, source, spoken));
  } catch (error) {
    const problem = problemOf(error);
    show((spoken) => problemView(problem, source, spoken));
    if (problem === 'page-failed') console.error(error);
  }
  announce();
}

function problemOf(error) {
  if (error instanceof LinkProblem) return error.message;
  return error instanceof Finding ? 'link-unopened' : 'page-failed';
}

/** A screen reader hears the verdict when it is there; the live region has to be older than what it says. */
function announce() {
  const heading = document.getElementById('verdict');
  live.textContent = heading ? heading.textContent : '';
}

// A link pasted over another one in the same tab changes the fragment without loading the page again.
addEventListener('hashchange', open);
open();
