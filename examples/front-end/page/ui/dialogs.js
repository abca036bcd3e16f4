/** Help, skipping, and the card that takes the page's place when there is nothing (more) to do. */
import { h } from './elements.js';
import { KEYS } from './keys.js';

const LETTERS = 'keys-of-one-letter';
export const lettersWork = () => localStorage.getItem(LETTERS) !== 'off';

export function createHelp() {
  const dialog = document.getElementById('help-dialog');
  const groups = new Map();
  for (const each of KEYS.filter(({ isQuiet }) => !isQuiet))
    groups.set(each.group, [...(groups.get(each.group) ?? []), each]);
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  const written = ({ keys, shown, with: held }) =>
    [
      held?.includes('ctrl') && (mac ? '⌘' : 'Ctrl'),
      held?.includes('shift') && 'Shift',
      shown ?? (keys[0].length === 1 ? keys[0].toUpperCase() : keys[0]),
    ]
      .filter(Boolean)
      .map((key) => h('kbd', {}, key));
  document.getElementById('key-list').replaceChildren(
    ...[...groups].map(([name, keys]) =>
      h(
        'section',
        {},
        h('h3', {}, name),
        h(
          'dl',
          { className: 'keys' },
          keys.flatMap((each) => [h('dt', {}, each.does), h('dd', {}, written(each))]),
        ),
      ),
    ),
  );
  const letters = document.getElementById('letters');
  letters.checked = lettersWork();
  letters.addEventListener('change', () => localStorage.setItem(LETTERS, letters.checked ? 'on' : 'off'));
  return () => (dialog.open ? dialog.close() : dialog.showModal());
}

/** Asks why; calls `onSkip(reason)`. */
export function createSkip(onSkip) {
  const dialog = document.getElementById('skip-dialog');
  const form = document.getElementById('skip-form');
  const other = document.getElementById('skip-other');
  const reasonOf = () => {
    const chosen = new FormData(form).get('reason');
    return chosen === 'other' ? other.value.trim() : (chosen ?? '');
  };
  form.addEventListener('input', () => {
    document.getElementById('skip-other-field').hidden = new FormData(form).get('reason') !== 'other';
    document.getElementById('skip-send').disabled = reasonOf() === '';
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (reasonOf() === '') return;
    dialog.close();
    onSkip(reasonOf());
  });
  return () => {
    form.reset();
    form.dispatchEvent(new Event('input'));
    dialog.showModal();
  };
}

/** For buttons with `data-close`. */
export function closeByButtons() {
  for (const button of document.querySelectorAll('[data-close]'))
    button.addEventListener('click', () => button.closest('dialog').close());
}

/** `actions`: `[title, what]`, an address or a function; the first is the way on. */
export function showCard({ title, text, actions = [] }) {
  document.getElementById('workplace').hidden = true;
  const card = document.getElementById('card');
  card.hidden = false;
  const [heading, message] = [h('h1', { tabIndex: -1 }, title), h('p', {}, text)];
  card.replaceChildren(
    heading,
    message,
    h(
      'div',
      { className: 'row' },
      actions.map(([name, what], index) => {
        const className = index === 0 ? 'button primary' : 'button';
        return typeof what === 'string'
          ? h('a', { className, href: what }, name)
          : h('button', { type: 'button', className, onclick: what }, name);
      }),
    ),
  );
  heading.focus();
}

export function hideCard() {
  document.getElementById('card').hidden = true;
  document.getElementById('workplace').hidden = false;
}

/** One sentence at the bottom of the picture. `tone`: `info`, `good` or `bad`. */
export function showNotice(sentence, tone = 'info', action = null) {
  const notice = document.getElementById('notice');
  notice.className = `notice ${tone}`;
  notice.hidden = false;
  const button = (title, onclick) => h('button', { type: 'button', className: 'link', onclick }, title);
  notice.replaceChildren(
    h('span', { className: 'grow' }, sentence),
    ...(action ? [button(...action)] : []),
    button('Close', hideNotice),
  );
}

export const hideNotice = () => (document.getElementById('notice').hidden = true);
