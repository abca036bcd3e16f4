/** The buttons above and on the picture, the zoom and the hint below it. */
import { canRedo, canUndo } from '../editing/history.js';
import { selectedShape } from './commands.js';

export function createToolbar(store, commands) {
  const button = (id) => document.getElementById(id);
  for (const id of ['undo', 'redo', 'zoom-in', 'zoom-out', 'fit', 'help', 'labels', 'skip', 'submit']) {
    const name = { labels: 'toggleLabels', 'zoom-in': 'zoomIn', 'zoom-out': 'zoomOut' }[id] ?? id;
    button(id).addEventListener('click', () => commands[name]({}));
  }
  const hint = document.getElementById('hint');
  store.listen((state) => {
    button('undo').disabled = !canUndo(state.history);
    button('redo').disabled = !canRedo(state.history);
    button('labels').setAttribute('aria-pressed', String(state.areHidden));
    document.getElementById('zoom').textContent = `${Math.round(state.view.scale * 100)} %`;
    const sentence = hintFor(state);
    if (hint.textContent !== sentence) hint.textContent = sentence;
  });
}

function hintFor(state) {
  const { drawing, areHidden, point } = state;
  if (drawing?.kind === 'BOX') return 'Drag from corner to corner. Esc stops.';
  if (drawing) {
    const what = drawing.into ? 'the hole' : 'the outline';
    return drawing.points.length > 2
      ? `Click the first point or press Enter to close ${what}. Backspace takes the last point back.`
      : `Click point by point, or hold and draw ${what}. Esc stops.`;
  }
  if (areHidden) return 'The labels are hidden. L shows them.';
  const shape = selectedShape(state);
  if (!shape) return 'Click a shape to edit it. Drag to pan, scroll to zoom.';
  if (shape.kind === 'BOX') return 'Drag a corner to resize, inside to move. Del deletes the box.';
  if (point) return 'Arrows move the point. I inserts one after it, Del deletes it.';
  return 'Drag a point to move it, the line to add one, inside to move all. Zoom in for finer points.';
}
