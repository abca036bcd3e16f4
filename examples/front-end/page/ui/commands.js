/** Everything that can be done to the answer and the view: the keys, the buttons and the pointer all end here. */
import { labelsOf, missing, shapeOf, withoutShape, withShape } from '../editing/answer.js';
import { inside } from '../editing/geometry.js';
import { handleOf, handlesOf } from '../editing/grab.js';
import { canRedo, canUndo, changed, redone, undone } from '../editing/history.js';
import {
  boxBetween,
  centreOf,
  isEmpty,
  moved,
  outlineOf,
  pointAt,
  polygon,
  withFewerPoints,
  withoutPoint,
  withPointAfter,
  withRingAdded,
  withStretchAt,
} from '../editing/shapes.js';
import { fitted, panned, showing, toPicture, zoomed } from '../editing/view.js';
import { announce } from './elements.js';

/** Screen pixels between two handles of an outline, at least. */
export const HANDLE_SPACING = 22;
/** Screen pixels within which a press takes hold of something. */
export const REACH = 9;
/** Screen pixels by which an outline may move when it gets fewer points. */
const TOLERANCE = 1.5;

const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const plural = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const answerNow = (state) => state.history.now;
export const selectedShape = (state) => shapeOf(answerNow(state), state.selected) ?? null;
export const spacingOf = ({ view }) => HANDLE_SPACING / view.scale;
export const shapeClasses = ({ schema }) => schema.classes.filter(({ kind }) => kind === 'BOX' || kind === 'POLYGON');

export function createCommands(store) {
  const now = () => store.state;
  const middle = () => ({ x: now().screen.width / 2, y: now().screen.height / 2 });

  /** One change of the answer. `gesture`: see history.js. */
  function change(answer, gesture = null, more = {}) {
    store.set({ history: changed(now().history, answer, gesture), ...more });
  }
  const changeShape = (shape, gesture, more) => change(withShape(answerNow(now()), shape), gesture, more);

  function select(id, point = null) {
    store.set({ selected: id, point });
    const state = now();
    const shape = selectedShape(state);
    if (!shape) return announce('Nothing is selected.');
    const { shapes } = answerNow(state);
    const place = `${shape.class}, shape ${shapes.indexOf(shape) + 1} of ${shapes.length}`;
    if (!point) return announce(`${place}, ${plural(outlineOf(shape).flat().length, 'point')}.`);
    const { x, y } = pointAt(shape, point);
    announce(`${place}. Point at ${Math.round(x)}, ${Math.round(y)}.`);
  }

  function travel(history, said) {
    const { selected } = now();
    const isThere = shapeOf(history.now, selected);
    store.set({ history, point: null, drawing: null, ghost: null, selected: isThere ? selected : null });
    announce(said);
  }

  function stepShape({ key }) {
    const { shapes } = answerNow(now());
    if (shapes.length === 0) return announce('There are no shapes.');
    const step = key === 'p' ? -1 : 1;
    const index = shapes.findIndex(({ id }) => id === now().selected);
    const next = index < 0 ? (step > 0 ? 0 : shapes.length - 1) : (index + step + shapes.length) % shapes.length;
    store.set({ view: showing(now().view, centreOf(shapes[next]), now().screen) });
    select(shapes[next].id);
  }

  function stepPoint({ key }) {
    const state = now();
    const shape = selectedShape(state);
    if (!shape) return stepShape({ key: key === ',' ? 'p' : 'n' });
    const handles = handlesOf(shape, spacingOf(state), state.point);
    const index = handles.findIndex(({ ring, point }) => ring === state.point?.ring && point === state.point?.point);
    const next = handles[(index + (key === ',' ? (index < 0 ? 0 : -1) : 1) + handles.length) % handles.length];
    store.set({ view: showing(state.view, next.at, state.screen) });
    select(shape.id, { ring: next.ring, point: next.point });
  }

  function nudge({ key, isShift }) {
    const state = now();
    const [x, y] = arrows[key].map((step) => step * (isShift ? 10 : 1));
    if (state.drawing) {
      const step = 4 / state.view.scale;
      const cursor = state.drawing.cursor ?? toPicture(state.view, middle());
      const next = inside({ x: cursor.x + x * step, y: cursor.y + y * step }, state.size);
      return store.set({
        drawing: { ...state.drawing, cursor: next, isByKeys: true },
        view: showing(state.view, next, state.screen),
      });
    }
    const shape = selectedShape(state);
    if (!shape) return store.set({ view: panned(state.view, -x * 30, -y * 30, state.size, state.screen) });
    if (!state.point) return changeShape(moved(shape, x, y), `nudge ${shape.id}`);
    const handle = handleOf(shape, spacingOf(state), state.point);
    const to = { x: handle.at.x + x, y: handle.at.y + y };
    changeShape(
      withStretchAt(shape, handle, to, handle),
      `nudge ${shape.id} ${state.point.ring} ${state.point.point}`,
      {
        view: showing(state.view, to, state.screen),
      },
    );
  }

  function draw({ key, name }) {
    const classes = shapeClasses(now());
    const drawn = name === undefined ? classes[Number(key) - 1] : classes.find((each) => each.name === name);
    if (!drawn) return;
    store.set({
      drawing: { class: drawn.name, kind: drawn.kind, points: [], cursor: null, into: null },
      selected: null,
      point: null,
      ghost: null,
      areHidden: false,
    });
    announce(`New ${drawn.kind === 'BOX' ? 'box' : 'outline'}: ${drawn.name}.`);
  }

  function drawHole() {
    const shape = selectedShape(now());
    if (shape?.kind !== 'POLYGON') return announce('Select a polygon first.');
    store.set({
      drawing: { class: shape.class, kind: 'POLYGON', points: [], cursor: null, into: shape.id },
      point: null,
      ghost: null,
    });
    announce('New hole.');
  }

  function place(at) {
    const { drawing, size, view } = now();
    if (!drawing) return;
    const point = inside(at.x === undefined ? (drawing.cursor ?? toPicture(view, middle())) : at, size);
    const points = [...drawing.points, point];
    store.set({ drawing: { ...drawing, points, cursor: point, isByKeys: at.x === undefined } });
    if (drawing.kind === 'BOX' && points.length === 2) return finish();
    announce(plural(points.length, 'point'));
  }

  function finish() {
    const { drawing } = now();
    if (!drawing) return;
    const { points, into } = drawing;
    if (points.length < (drawing.kind === 'BOX' ? 2 : 3)) return announce('An outline needs three points at least.');
    const shape = into
      ? withRingAdded(shapeOf(answerNow(now()), into), points)
      : drawing.kind === 'BOX'
        ? boxBetween(drawing.class, points[0], points[1])
        : polygon(drawing.class, points);
    if (isEmpty(shape)) return store.set({ drawing: { ...drawing, points: points.slice(0, 1) } });
    changeShape(shape, null, { drawing: null });
    select(shape.id);
  }

  function cancel() {
    const { drawing, point, selected } = now();
    if (drawing) return store.set({ drawing: null });
    if (point) return select(selected);
    select(null);
  }

  function insert() {
    const state = now();
    const shape = selectedShape(state);
    if (shape?.kind !== 'POLYGON' || !state.point) return announce('Select a point of a polygon first.');
    const { ring, point } = state.point;
    const points = shape.rings[ring];
    const [a, b] = [points[point], points[(point + 1) % points.length]];
    insertAt({ ring, after: point, at: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } });
  }

  function insertAt({ ring, after, at }) {
    const shape = selectedShape(now());
    changeShape(withPointAfter(shape, { ring, after }, at));
    select(shape.id, { ring, point: after + 1 });
  }

  function remove() {
    const { drawing, point, selected } = now();
    if (drawing) return store.set({ drawing: { ...drawing, points: drawing.points.slice(0, -1) } });
    const shape = selectedShape(now());
    if (!shape) return announce('Nothing is selected.');
    if (!point || shape.kind === 'BOX') return removeShape(selected);
    const fewer = withoutPoint(shape, point);
    if (!fewer) return removeShape(selected);
    const left = fewer.rings[point.ring]?.length ?? 0;
    changeShape(fewer, null, {
      ghost: null,
      point: left > 0 ? { ring: point.ring, point: (point.point + left - 1) % left } : null,
    });
    announce('Point deleted.');
  }

  function removeShape(id) {
    change(withoutShape(answerNow(now()), id), null, { selected: null, point: null, ghost: null });
    announce('Shape deleted. Undo with Control Z.');
  }

  function simplify() {
    const shape = selectedShape(now());
    if (shape?.kind !== 'POLYGON') return announce('Select a polygon first.');
    const before = outlineOf(shape).flat().length;
    const fewer = withFewerPoints(shape, Math.min(TOLERANCE / now().view.scale, TOLERANCE));
    changeShape(fewer, null, { point: null, ghost: null });
    announce(`${outlineOf(fewer).flat().length} points instead of ${before}.`);
  }

  const zoom = (factor, at = middle()) => {
    const { view, size, screen } = now();
    store.set({ view: zoomed(view, factor, at, size, screen), ghost: null });
  };
  const look = (changes) => store.set({ look: { ...now().look, ...changes } });

  return {
    change,
    changeShape,
    select,
    insertAt,
    removeShape,
    zoom,
    look,
    draw,
    drawHole,
    place,
    finish,
    cancel,
    stepShape,
    stepPoint,
    nudge,
    insert,
    remove,
    simplify,
    undo: () => canUndo(now().history) && travel(undone(now().history), 'Undone.'),
    redo: () => canRedo(now().history) && travel(redone(now().history), 'Done again.'),
    zoomIn: () => zoom(1.25),
    zoomOut: () => zoom(0.8),
    fit: () => store.set({ view: fitted(now().size, now().screen), isFitted: true, ghost: null }),
    pan: (dx, dy) =>
      store.set({ view: panned(now().view, dx, dy, now().size, now().screen), ghost: null, isFitted: false }),
    toggleLabels: () => store.set({ areHidden: !now().areHidden }),
    invert: () => look({ isInverted: !now().look.isInverted }),
    /** Faults that keep the answer here, and the labels as they would be sent. */
    faults: () => missing(answerNow(now()), now().schema),
    labels: () => labelsOf(answerNow(now()), now().schema),
  };
}
