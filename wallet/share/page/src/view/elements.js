// The only place that makes DOM nodes. Text becomes text nodes; markup is never parsed.

const PROPERTIES = ['className', 'lang', 'href', 'download', 'src', 'alt', 'type', 'id'];
const ATTRIBUTES = [
  'role', 'aria-labelledby', 'aria-hidden', 'aria-label', 'data-outcome', 'data-reason', 'data-check',
];

/** An element with properties, attributes, a click listener, and children: nodes or text; null and '' are left out. */
export function element(name, options = {}, ...children) {
  const node = document.createElement(name);
  for (const [option, value] of Object.entries(options)) {
    if (value === undefined || value === null) continue;
    if (option === 'onclick') node.addEventListener('click', value);
    else if (PROPERTIES.includes(option)) node[option] = value;
    else if (ATTRIBUTES.includes(option)) node.setAttribute(option, value);
    else throw new TypeError(`not a known option: ${option}`);
  }
  node.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== ''));
  return node;
}

const GLYPHS = { passed: '✓', failed: '✕', indeterminate: '?', not_applicable: '–' };

/** A verdict: glyph and word, so that it reads without colour. */
export function verdict(outcome, { words }, className = 'verdict') {
  return element(
    'span', { className, 'data-outcome': outcome },
    element('span', { className: 'glyph', 'aria-hidden': 'true' }, GLYPHS[outcome]), words.outcome[outcome],
  );
}

/** A list of terms and what is said of them; pairs without a value are left out. */
export function terms(pairs, className = 'terms') {
  const rows = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return element(
    'dl', { className },
    rows.map(([term, value, hint]) => element(
      'div', {}, element('dt', {}, term), element('dd', {}, value, hint ? element('small', {}, hint) : null),
    )),
  );
}

/** A link that saves bytes as a file. */
export function download({ name, mediaType, content }, label, className = 'button') {
  // The type is ours to choose: a file that claims to be markup must not become a page of this host.
  const type = /^(?:application\/json|image\/png|application\/zip)$/.test(mediaType) ? mediaType : 'application/octet-stream';
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  return element('a', { className, href: URL.createObjectURL(blob), download: name }, label);
}
