import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { colourOf } from '../page/editing/colours.js';
import { fitted, panned, showing, toPicture, toScreen, zoomed } from '../page/editing/view.js';
import { commandFor, KEYS } from '../page/ui/keys.js';

const picture = { width: 2000, height: 1000 };
const screen = { width: 1000, height: 800 };
const view = fitted(picture, screen);
const anywhere = fc.record({ x: fc.integer({ min: 0, max: 1000 }), y: fc.integer({ min: 0, max: 800 }) });

describe('the view', () => {
  it('shows the whole picture in the middle', () => {
    expect(view).toEqual({ scale: 0.476, x: 24, y: 162 });
  });

  it('what is under the pointer stays there while zooming in', () => {
    fc.assert(
      fc.property(anywhere, fc.double({ min: 1, max: 8, noNaN: true }), (at, factor) => {
        const before = toPicture(view, at);
        fc.pre(before.x >= 0 && before.x <= picture.width && before.y >= 0 && before.y <= picture.height);
        const after = toPicture(zoomed(view, factor, at, picture, screen), at);
        expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeLessThan(1e-6);
      }),
    );
  });

  it('neither zoom nor pan lose the picture', () => {
    fc.assert(
      fc.property(
        anywhere,
        fc.double({ min: 0.001, max: 1000, noNaN: true }),
        fc.integer(),
        fc.integer(),
        (at, factor, dx, dy) => {
          const seen = panned(zoomed(view, factor, at, picture, screen), dx, dy, picture, screen);
          const [first, last] = [
            toScreen(seen, { x: 0, y: 0 }),
            toScreen(seen, { x: picture.width, y: picture.height }),
          ];
          expect(first.x <= screen.width - 60 && first.y <= screen.height - 60).toBe(true);
          expect(last.x >= 59.999 && last.y >= 59.999).toBe(true);
        },
      ),
    );
  });

  it('moves to what must be seen, and stays where it is seen already', () => {
    const near = { ...view, scale: 10 };
    const { x, y } = toScreen(showing(near, { x: 1500, y: 500 }, screen), { x: 1500, y: 500 });
    expect(x >= 48 && x <= 952 && y >= 48 && y <= 752).toBe(true);
    expect(showing(view, { x: 1000, y: 500 }, screen)).toEqual(view);
  });
});

describe('keys', () => {
  const press = (key, held = {}) => ({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

  it('submit works from everywhere, letters not where somebody writes', () => {
    expect(commandFor(press('Enter', { ctrlKey: true }), 'text')?.command).toBe('submit');
    expect(commandFor(press('Enter', { metaKey: true }), 'page')?.command).toBe('submit');
    expect(commandFor(press('x'), 'text')).toBeNull();
    expect(commandFor(press('z', { ctrlKey: true }), 'text')).toBeNull();
    expect(commandFor(press('X'), 'page')?.command).toBe('skip');
  });

  it('arrows, space and enter belong to the picture only', () => {
    for (const key of ['ArrowUp', ' ', 'Enter']) {
      expect(commandFor(press(key), 'page')).toBeNull();
      expect(commandFor(press(key), 'stage')).not.toBeNull();
    }
    expect(commandFor(press('ArrowUp', { shiftKey: true }), 'stage')).toEqual({
      command: 'nudge',
      key: 'ArrowUp',
      isShift: true,
    });
  });

  it('keys of one letter can be switched off; those with Control stay', () => {
    expect(commandFor(press('s'), 'stage', false)).toBeNull();
    expect(commandFor(press('z', { ctrlKey: true }), 'stage', false)?.command).toBe('undo');
    expect(commandFor(press('Delete'), 'page', false)?.command).toBe('remove');
  });

  it('no key means two things, and none is taken from the browser', () => {
    const all = KEYS.flatMap(({ keys, with: held, on }) =>
      keys.map((key) => `${held === 'any' ? '' : (held ?? '')} ${key} ${on ?? ''}`),
    );
    expect(new Set(all).size).toBe(all.length);
    for (const key of ['r', 'c', 'l', 'n', 't', 's', '+', '0'])
      expect(commandFor(press(key, { ctrlKey: true }), 'stage')).toBeNull();
  });
});

it('a class has its colour by its place in the schema', () => {
  const schema = { classes: Array.from({ length: 10 }, (_, index) => ({ name: `class ${index}` })) };
  expect(colourOf(schema, 'class 0')).toBe(1);
  expect(colourOf(schema, 'class 8')).toBe(1);
  expect(colourOf(schema, 'class 7')).toBe(8);
});
