/**
 * Every key, in one table: what the page does with it and what the help says. `with` is `ctrl` (or ⌘), `shift`, or `any`.
 * Keys of one letter can be switched off in the help, for those whose voice or switch control types letters.
 */
export const KEYS = [
  { group: 'Answer', keys: ['Enter'], with: 'ctrl', does: 'Submit', command: 'submit', everywhere: true },
  { group: 'Answer', keys: ['x'], does: 'Skip this item', command: 'skip' },
  { group: 'Answer', keys: ['z'], with: 'ctrl', does: 'Undo', command: 'undo' },
  { group: 'Answer', keys: ['z'], with: 'ctrl+shift', does: 'Redo', command: 'redo' },
  { group: 'Answer', keys: ['y'], with: 'ctrl', does: 'Redo', command: 'redo', isQuiet: true },
  {
    group: 'Draw',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    shown: '1 … 9',
    does: 'New shape of a class',
    command: 'draw',
  },
  { group: 'Draw', keys: [' '], shown: 'Space', does: 'Place a point at the cross', command: 'place', on: 'stage' },
  { group: 'Draw', keys: ['Enter'], does: 'Close the outline', command: 'finish', on: 'stage' },
  { group: 'Draw', keys: ['h'], does: 'New hole in the selected shape', command: 'drawHole' },
  { group: 'Draw', keys: ['Escape'], shown: 'Esc', does: 'Stop drawing, then deselect', command: 'cancel' },
  { group: 'Edit', keys: ['n', 'p'], shown: 'N  P', does: 'Next, previous shape', command: 'stepShape' },
  { group: 'Edit', keys: ['.', ','], shown: '.  ,', does: 'Next, previous point', command: 'stepPoint' },
  {
    group: 'Edit',
    keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'],
    with: 'any',
    shown: '← → ↑ ↓',
    does: 'Move the point, shape or picture; ten times as far with Shift',
    command: 'nudge',
    on: 'stage',
  },
  { group: 'Edit', keys: ['i'], does: 'Insert a point after the selected one', command: 'insert' },
  {
    group: 'Edit',
    keys: ['Delete', 'Backspace'],
    shown: 'Del',
    does: 'Delete the point or the shape',
    command: 'remove',
  },
  { group: 'Edit', keys: ['s'], does: 'Fewer points, same outline', command: 'simplify' },
  { group: 'See', keys: ['+', '='], with: 'any', shown: '+', does: 'Zoom in', command: 'zoomIn' },
  { group: 'See', keys: ['-', '_'], with: 'any', shown: '−', does: 'Zoom out', command: 'zoomOut' },
  { group: 'See', keys: ['0'], does: 'Fit the picture', command: 'fit' },
  { group: 'See', keys: ['l'], does: 'Hide or show the labels', command: 'toggleLabels' },
  { group: 'See', keys: ['v'], does: 'Invert the picture', command: 'invert' },
  { group: 'See', keys: ['?'], with: 'any', does: 'This list', command: 'help' },
];

const isLetter = (key) => key.length === 1;

/**
 * The command of a key press, or null: `{ command, key, isShift }`.
 * @param where `stage` (the picture has the focus), `text` (somebody writes) or `page`
 */
export function commandFor({ key, ctrlKey, metaKey, shiftKey, altKey }, where, lettersWork = true) {
  if (altKey) return null;
  const held = ctrlKey || metaKey ? (shiftKey ? 'ctrl+shift' : 'ctrl') : '';
  const pressed = isLetter(key) ? key.toLowerCase() : key;
  const found = KEYS.find(
    (each) =>
      each.keys.includes(pressed) &&
      (each.with === 'any' ? held === '' : (each.with ?? '') === held) &&
      (where !== 'text' || each.everywhere) &&
      (!each.on || each.on === where) &&
      (held !== '' || lettersWork || !isLetter(pressed) || each.on === 'stage'),
  );
  return found ? { command: found.command, key: pressed, isShift: shiftKey } : null;
}
