// The employer's page: open the link, verify in this browser, show what was found.
import { LinkProblem, download, openSealed, readLink, readParcel } from './open.js';
import { preferredLanguage, speak } from './text/language.js';
import { verifyPresentation } from './verify/presentation.js';
import { element } from './view/elements.js';
import { problemView, reportView, workingView } from './view/page.js';

const root = document.getElementById('page');
let language = preferredLanguage(navigator.languages);
let view = workingView;

function show(nextView = view) {
  view = nextView;
  const spoken = speak(language);
  document.documentElement.lang = language;
  document.title = spoken.words.title;
  const other = language === 'ja' ? 'en' : 'ja';
  const change = () => {
    language = other;
    show();
    root.querySelector('header button').focus();
  };
  const header = element(
    'header', {},
    element('p', {}, element('strong', {}, spoken.words.title), element('span', {}, spoken.words.subtitle)),
    element('button', { type: 'button', lang: other, onclick: change }, spoken.words.switchTo),
  );
  root.replaceChildren(header, ...view(spoken));
}

async function open() {
  const link = location.href;
  show(workingView);
  try {
    const { id, key, api } = readLink(location);
    const parcel = readParcel(await openSealed(await download(api), key, id));
    const report = await verifyPresentation(parcel, new Date());
    show((spoken) => reportView(report, parcel, link, spoken));
  } catch (error) {
    const problem = error instanceof LinkProblem ? error.message : 'page-failed';
    show((spoken) => problemView(problem, link, spoken));
    if (problem === 'page-failed') console.error(error);
  }
}

// A link pasted over another one in the same tab changes the fragment without loading the page again.
addEventListener('hashchange', open);
open();
