/** Mouse, pen and finger on the picture. One gesture at a time; what it is, is decided when it begins. */
import { answerNow, REACH, selectedShape, spacingOf } from './commands.js';
import { distance, inside } from '../editing/geometry.js';
import { grabAt, handleOf } from '../editing/grab.js';
import { moved, shapeAt, withStretchAt } from '../editing/shapes.js';
import { toPicture, toScreen } from '../editing/view.js';

/** Screen pixels before a press becomes a drag. */
const DRAG_AFTER = 4;
/** Screen pixels between the points of an outline that is drawn with the button held. */
const FREEHAND_STEP = 7;

export function listenToPointer(store, commands) {
  const stage = document.getElementById('stage');
  let gesture = null;
  let isSpaceHeld = false;
  let count = 0;

  const onScreen = (event) => {
    const { left, top } = stage.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const inPicture = (at) => toPicture(store.state.view, at);
  const reach = () => REACH / store.state.view.scale;

  function begin(event, at) {
    if (event.button === 1 || event.button === 2 || isSpaceHeld) return panning(at);
    const { drawing, areHidden } = store.state;
    if (drawing) return drawing.kind === 'BOX' ? boxing(at) : outlining(at);
    if (areHidden) return panning(at);
    return grabbing(at) ?? choosing(at);
  }

  function panning(from, onClick) {
    let last = from;
    return {
      move(at) {
        if (!onClick || distance(at, from) >= DRAG_AFTER || last !== from) {
          commands.pan(at.x - last.x, at.y - last.y);
          last = at;
        }
      },
      end: () => last === from && onClick?.(),
    };
  }

  /** A point of the selected shape, one that is there or a new one. */
  function grabbing(from) {
    const { state } = store;
    const shape = selectedShape(state);
    const p = inPicture(from);
    const grabbed = shape && grabAt(shape, p, spacingOf(state), reach(), state.point);
    if (!grabbed) return null;
    if (grabbed.isNew) commands.insertAt(grabbed);
    else commands.select(shape.id, { ring: grabbed.ring, point: grabbed.point });
    const before = selectedShape(store.state);
    const handle = handleOf(before, spacingOf(state), store.state.point);
    const name = `drag ${(count += 1)}`;
    store.set({ ghost: null });
    return {
      move(at) {
        if (distance(at, from) < DRAG_AFTER && !this.isDragged) return;
        this.isDragged = true;
        const to = inside(inPicture(at), store.state.size);
        commands.changeShape(withStretchAt(before, handle, to, handle), name);
        // A box turns over when a corner is dragged past the opposite one.
        const { point } = handle;
        if (before.kind === 'BOX')
          store.set({ point: { ring: 0, point: cornerAt(selectedShape(store.state), to, point) } });
      },
    };
  }

  function choosing(from) {
    const { state } = store;
    const shape = shapeAt(answerNow(state).shapes, inPicture(from), reach());
    if (!shape) return panning(from, () => commands.select(null));
    if (shape.id !== state.selected) return panning(from, () => commands.select(shape.id));
    const name = `move ${(count += 1)}`;
    const start = inPicture(from);
    return {
      move(at) {
        if (distance(at, from) < DRAG_AFTER && !this.isDragged) return;
        this.isDragged = true;
        const to = inPicture(at);
        commands.changeShape(moved(shape, to.x - start.x, to.y - start.y), name, { point: null });
      },
      end() {
        if (!this.isDragged) commands.select(shape.id);
      },
    };
  }

  function boxing(from) {
    if (store.state.drawing.points.length === 0) commands.place(inPicture(from));
    return {
      move: follow,
      end: (at) => {
        const { drawing } = store.state;
        if (drawing && distance(at, toScreen(store.state.view, drawing.points[0])) >= DRAG_AFTER)
          commands.place(inPicture(at));
      },
    };
  }

  function outlining(from) {
    if (closes(from)) {
      commands.finish();
      return { move() {} };
    }
    // The second press of a double click is no second point.
    const previous = store.state.drawing.points.at(-1);
    if (!previous || distance(toScreen(store.state.view, previous), from) > 3) commands.place(inPicture(from));
    let last = from;
    return {
      move(at) {
        if (distance(at, last) >= FREEHAND_STEP) {
          last = at;
          commands.place(inPicture(at));
        } else follow(at);
      },
      end: (at) => last !== from && closes(at) && commands.finish(),
    };
  }

  const closes = (at) => {
    const { drawing, view } = store.state;
    return drawing.points.length > 2 && distance(toScreen(view, drawing.points[0]), at) <= REACH + 2;
  };

  function follow(at) {
    const { drawing, size } = store.state;
    if (drawing) store.set({ drawing: { ...drawing, cursor: inside(inPicture(at), size), isByKeys: false } });
  }

  /** Without a button: what a press would take hold of. */
  function hover(at) {
    const { state } = store;
    if (state.drawing) return follow(at);
    const shape = state.areHidden ? null : selectedShape(state);
    const p = inPicture(at);
    const found = shape && grabAt(shape, p, spacingOf(state), reach(), state.point);
    const ghost = found && (found.isNew || found.isHidden) ? found : null;
    if (ghost || state.ghost) store.set({ ghost });
    const isOver = !found && !state.areHidden && shapeAt(answerNow(state).shapes, p, reach());
    stage.dataset.cursor = found ? 'point' : !isOver ? 'pan' : isOver.id === state.selected ? 'move' : 'choose';
  }

  stage.addEventListener('pointerdown', (event) => {
    if (gesture || event.target.closest('button')) return;
    stage.focus({ preventScroll: true });
    event.preventDefault();
    stage.setPointerCapture(event.pointerId);
    gesture = { id: event.pointerId, ...begin(event, onScreen(event)) };
  });
  stage.addEventListener('pointermove', (event) => {
    if (!gesture) return hover(onScreen(event));
    if (event.pointerId === gesture.id) gesture.move(onScreen(event));
  });
  const end = (event) => {
    if (event.pointerId !== gesture?.id) return;
    const ended = gesture;
    gesture = null;
    if (event.type === 'pointerup') ended.end?.(onScreen(event));
  };
  stage.addEventListener('pointerup', end);
  stage.addEventListener('pointercancel', end);
  stage.addEventListener('pointerleave', () => store.state.ghost && store.set({ ghost: null }));
  stage.addEventListener('contextmenu', (event) => event.preventDefault());
  stage.addEventListener('dblclick', () => store.state.drawing?.kind === 'POLYGON' && commands.finish());
  stage.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : 1);
      store.set({ isFitted: false });
      commands.zoom(Math.exp(-Math.max(-120, Math.min(120, pixels)) * (event.ctrlKey ? 0.01 : 0.002)), onScreen(event));
    },
    { passive: false },
  );
  addEventListener('keydown', (event) => {
    if (event.key === ' ' && !store.state.drawing && document.activeElement === stage) isSpaceHeld = true;
  });
  addEventListener('keyup', (event) => {
    if (event.key === ' ') isSpaceHeld = false;
  });
}

/** The corner that is at `p`, or else the one it was. */
function cornerAt({ x, y, width, height }, p, otherwise) {
  const corners = [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
  const found = corners.findIndex(([left, top]) => Math.abs(left - p.x) < 0.02 && Math.abs(top - p.y) < 0.02);
  return found < 0 ? otherwise : found;
}
