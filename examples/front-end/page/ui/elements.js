/** Makes elements. Properties by name; `on…` are listeners, `data-…`, `aria-…` and `role` attributes; children follow. */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key.includes('-') || key === 'role' || key === 'for') element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export const icon = (name) => {
  const picture = svg('svg', { class: 'icon', 'aria-hidden': 'true' });
  picture.append(svg('use', { href: `#icon-${name}` }));
  return picture;
};

export const swatch = (colour) => h('span', { className: `swatch colour-${colour}`, 'aria-hidden': 'true' });

/** New content, with the focus where it was: on the element with the same `data-focus`. */
export function replaceContent(container, ...children) {
  const focused = container.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined;
  container.replaceChildren(...children.flat().filter(Boolean));
  if (focused === undefined) return;
  const again = [...container.querySelectorAll('[data-focus]')].find((each) => each.dataset.focus === focused);
  (again ?? document.getElementById('stage')).focus({ preventScroll: true });
}

/** Says it to those who do not see it. */
export function announce(sentence) {
  document.getElementById('announcer').textContent = sentence;
}
