const actionable = 'a,button,summary,[role=button],[role=link],[role=tab],[role=menuitem],input[type=submit],input[type=button],[data-kith]';

/**
 * Hears clicks on what can be clicked, and forms being sent. Never the value of a field, nor anything within an element
 * that has data-kith-ignore.
 */
export function autocapture(heard: (properties: Record<string, unknown>) => void): void {
  const tell = (type: string, element: Element | null) => {
    if (!element || element.closest('[data-kith-ignore]')) return;
    const text = element.matches('form,input,select,textarea,[contenteditable]') ? '' : words(element);
    const href = element.getAttribute('href');
    heard({ $event_type: type, $selector: selector(element), ...(text && { $text: text }), ...(href && { $href: href.slice(0, 1000) }) });
  };
  document.addEventListener('click', (e) => tell('click', e.target instanceof Element ? e.target.closest(actionable) : null), true);
  document.addEventListener('submit', (e) => tell('submit', e.target instanceof Element ? e.target : null), true);
}

/** What an element says, without fields and what is to be ignored in it. */
function words(element: Element): string {
  let text = '';
  const walk = (n: Node) => {
    if (n.nodeType === 3) text += ` ${n.nodeValue ?? ''}`;
    else if (n === element || (n instanceof Element && !n.matches('input,select,textarea,script,style,[contenteditable],[data-kith-ignore]'))) n.childNodes.forEach(walk);
  };
  walk(element);
  return (text.trim() ? text : element.getAttribute('aria-label') ?? '').replace(/\s+/g, ' ').trim().slice(0, 80);
}

/** Names that a program makes change from build to build. */
const made = /\d{3}|^[:_]|[0-9a-f]{8}/i;

/** A path that the same element has tomorrow: from the nearest name that a person gave, by places among its kind. */
export function selector(element: Element): string {
  const steps: string[] = [];
  for (let e: Element | null = element; e && steps.length < 6 && e.tagName !== 'BODY' && e.tagName !== 'HTML'; e = e.parentElement) {
    const tag = e.tagName.toLowerCase();
    for (const name of ['data-kith', 'data-testid', 'id', 'name']) {
      const value = e.getAttribute(name);
      if (!value || made.test(value)) continue;
      steps.unshift(name === 'id' ? `#${value}` : `${tag}[${name}="${value}"]`);
      return steps.join('>');
    }
    const alike = e.parentElement ? [...e.parentElement.children].filter((x) => x.tagName === e?.tagName) : [];
    steps.unshift(alike.length > 1 ? `${tag}:nth-of-type(${alike.indexOf(e) + 1})` : tag);
  }
  return steps.join('>');
}
