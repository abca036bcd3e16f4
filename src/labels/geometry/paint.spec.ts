import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Point } from '../label.types.js';
import { paintBox, paintPolygon } from './paint.js';

const ring = (...corners: [number, number][]): Point[] => corners.map(([x, y]) => ({ x, y }));

function rows(raster: Uint8Array, width: number): string[] {
  const text = Array.from(raster, (value) => (value ? '#' : '.')).join('');
  return text.match(new RegExp(`.{${width}}`, 'g')) ?? [];
}

function painted(width: number, height: number, rings: Point[][]): string[] {
  const raster = new Uint8Array(width * height);
  paintPolygon(raster, width, height, rings, 255);
  return rows(raster, width);
}

describe('paintPolygon', () => {
  it('paints the interior and the outline', () => {
    expect(painted(6, 5, [ring([1, 1], [4, 1], [4, 3], [1, 3])])).toEqual([
      '......',
      '.####.',
      '.####.',
      '.####.',
      '......',
    ]);
  });

  it('leaves a hole free, but for its outline', () => {
    const outer = ring([0, 0], [6, 0], [6, 6], [0, 6]);
    expect(painted(7, 7, [outer, ring([2, 2], [4, 2], [4, 4], [2, 4])])).toEqual([
      '#######',
      '#######',
      '#######',
      '###.###',
      '#######',
      '#######',
      '#######',
    ]);
  });

  it('takes, midway between two pixels, the one on the side of the left end, whichever way the edge runs', () => {
    const rising = ['..#', '##.'];
    expect(painted(3, 2, [ring([0, 1], [2, 0])])).toEqual(rising);
    expect(painted(3, 2, [ring([2, 0], [0, 1])])).toEqual(rising);
    expect(painted(2, 3, [ring([0, 0], [1, 2])])).toEqual(['#.', '#.', '.#']);
  });

  it('rounds corners to the nearest pixel, halves to the even one', () => {
    expect(painted(4, 1, [ring([0.5, 0])])).toEqual(['#...']);
    expect(painted(4, 1, [ring([1.5, 0])])).toEqual(['..#.']);
    expect(painted(4, 1, [ring([2.51, 0.4])])).toEqual(['...#']);
    expect(painted(4, 1, [ring([-0.5, 0])])).toEqual(['#...']);
  });

  it('paints nothing for no corners', () => {
    expect(painted(2, 1, [[], []])).toEqual(['..']);
    expect(painted(2, 1, [])).toEqual(['..']);
  });

  it('paints the same pixels on a small raster as on the part of a large one', () => {
    const coordinate = fc.double({ min: -30, max: 60, noNaN: true });
    const rings = fc.array(fc.array(fc.record({ x: coordinate, y: coordinate }), { maxLength: 8 }), { maxLength: 3 });
    fc.assert(
      fc.property(rings, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), (polygon, width, height) => {
        const shifted = polygon.map((corners) => corners.map(({ x, y }) => ({ x: x + 32, y: y + 32 })));
        const part = painted(128, 128, shifted).slice(32, 32 + height);
        expect(painted(width, height, polygon)).toEqual(part.map((row) => row.slice(32, 32 + width)));
      }),
    );
  });

  it('takes no longer for edges that come from a million pixels away', () => {
    const far = ring([-1e6, -1e6], [1e6, -1e6], [1e6, 1e6], [-1e6, 1e6]);
    expect(painted(3, 2, [far])).toEqual(['###', '###']);
    expect(painted(3, 2, [far.map(({ x, y }) => ({ x, y: y + 2e6 }))])).toEqual(['...', '...']);
  });
});

describe('paintBox', () => {
  it('paints the pixels whose centre lies inside', () => {
    const raster = new Uint8Array(12);
    paintBox(raster, 4, 3, { x: 1, y: 0.4, width: 2, height: 2 }, 7);
    expect(rows(raster, 4)).toEqual(['.##.', '.##.', '....']);
    paintBox(raster, 4, 3, { x: -9, y: 2, width: 99, height: 99 }, 7);
    expect(rows(raster, 4)).toEqual(['.##.', '.##.', '####']);
  });
});
