/** Draws the picture and the shapes over it. Shapes are in picture pixels, lines and handles in screen pixels. */
import { colourOf } from '../editing/colours.js';
import { handlesOf } from '../editing/grab.js';
import { cornersOf, outlineOf, pointAt } from '../editing/shapes.js';
import { fitted, toScreen } from '../editing/view.js';
import { answerNow, selectedShape, spacingOf } from './commands.js';
import { svg } from './elements.js';

const paths = new WeakMap();

/** Computed once a shape: shapes never change in place. */
function pathOf(shape) {
  if (!paths.has(shape))
    paths.set(
      shape,
      outlineOf(shape)
        .map((ring) => `${lineOf(ring)}Z`)
        .join(''),
    );
  return paths.get(shape);
}
const lineOf = (points) => points.map(({ x, y }, index) => `${index ? 'L' : 'M'}${x} ${y}`).join('');

export function createStage(store) {
  const stage = document.getElementById('stage');
  const picture = document.getElementById('picture');
  const layers = Object.fromEntries(['shapes', 'handles', 'drawing'].map((name) => [name, svg('g', { class: name })]));
  document.getElementById('overlay').append(layers.shapes, layers.drawing, layers.handles);

  new ResizeObserver(() => {
    const screen = { width: stage.clientWidth, height: stage.clientHeight };
    const { size, isFitted } = store.state;
    store.set(isFitted ? { screen, view: fitted(size, screen) } : { screen });
  }).observe(stage);

  // Panning and zooming move the shapes as one; they are made anew only when one of these changes.
  let drawn = [];
  store.listen((state) => {
    const { view, size, look, areHidden, drawing } = state;
    picture.style.width = `${size.width}px`;
    picture.style.height = `${size.height}px`;
    picture.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
    picture.style.filter = `brightness(${look.brightness}%) contrast(${look.contrast}%)${look.isInverted ? ' invert(1)' : ''}`;
    picture.classList.toggle('pixelated', view.scale > 6);
    stage.classList.toggle('is-drawing', drawing !== null);

    const transform = `translate(${view.x} ${view.y}) scale(${view.scale})`;
    layers.shapes.setAttribute('transform', transform);
    layers.drawing.setAttribute('transform', transform);
    const seen = [answerNow(state), state.selected, state.hovered, areHidden];
    if (seen.some((each, index) => each !== drawn[index])) {
      drawn = seen;
      layers.shapes.replaceChildren(
        ...(areHidden ? [] : answerNow(state).shapes.map((shape) => drawnShape(state, shape))),
      );
    }
    layers.drawing.replaceChildren(...(drawing ? drawnDraft(state) : []));
    layers.handles.replaceChildren(...(drawing ? draftHandles(state) : areHidden ? [] : drawnHandles(state)));
    stage.setAttribute('aria-label', labelOf(state));
  });
}

function labelOf(state) {
  const { shapes } = answerNow(state);
  return `Picture with ${shapes.length} ${shapes.length === 1 ? 'shape' : 'shapes'}. N selects the next one, question mark lists the keys.`;
}

/** A dark line under the coloured one: readable on bone and on air alike. */
function drawnShape({ schema, selected, hovered }, shape) {
  const d = pathOf(shape);
  const state = shape.id === selected ? ' is-selected' : shape.id === hovered ? ' is-hovered' : '';
  return svg(
    'g',
    { class: `shape colour-${colourOf(schema, shape.class)}${state}` },
    svg('path', { class: 'casing', d }),
    svg('path', { class: 'line', d }),
  );
}

function drawnHandles(state) {
  const { view, point, ghost, schema } = state;
  const shape = selectedShape(state);
  if (!shape) return [];
  const group = svg('g', { class: `colour-${colourOf(schema, shape.class)}` });
  for (const handle of handlesOf(shape, spacingOf(state), point)) {
    const { x, y } = toScreen(view, handle.at);
    const isChosen = point?.ring === handle.ring && point?.point === handle.point;
    group.append(
      svg('circle', { class: isChosen ? 'handle is-chosen' : 'handle', cx: x, cy: y, r: isChosen ? 5.5 : 3.5 }),
    );
  }
  if (ghost) {
    const { x, y } = toScreen(view, ghost.isNew ? ghost.at : (pointAt(shape, ghost) ?? ghost.at));
    group.append(svg('circle', { class: 'ghost', cx: x, cy: y, r: 5 }));
    if (ghost.isNew) group.append(svg('path', { class: 'ghost-plus', d: `M${x - 2.5} ${y}h5M${x} ${y - 2.5}v5` }));
  }
  return [group];
}

function drawnDraft({ drawing, schema }) {
  const { points, cursor, kind } = drawing;
  const ends = cursor ? [...points, cursor] : points;
  if (ends.length < 2) return [];
  const isBox = kind === 'BOX';
  const [a, b] = [ends[0], ends.at(-1)];
  const d = isBox ? `${lineOf(cornersOf({ x: a.x, y: a.y, width: b.x - a.x, height: b.y - a.y }))}Z` : lineOf(ends);
  return [
    svg(
      'g',
      { class: `draft colour-${colourOf(schema, drawing.class)}` },
      svg('path', { class: 'casing', d }),
      svg('path', { class: 'line', d }),
    ),
  ];
}

function draftHandles({ drawing, view, schema }) {
  const group = svg('g', { class: `colour-${colourOf(schema, drawing.class)}` });
  drawing.points.forEach((point, index) => {
    const { x, y } = toScreen(view, point);
    const isFirst = index === 0 && drawing.points.length > 2;
    if (index === 0 || index === drawing.points.length - 1)
      group.append(svg('circle', { class: isFirst ? 'handle is-chosen' : 'handle', cx: x, cy: y, r: isFirst ? 7 : 4 }));
  });
  if (drawing.cursor && drawing.isByKeys) {
    const { x, y } = toScreen(view, drawing.cursor);
    group.append(svg('path', { class: 'cross', d: `M${x - 12} ${y}h24M${x} ${y - 12}v24` }));
  }
  return [group];
}
