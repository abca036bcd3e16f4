import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { BoxLabel, Point, PolygonLabel } from '../label.types.js';
import { boxIou } from './box.js';
import { boundaryOfPolygon } from './boundary.js';
import { hausdorffDistance } from './hausdorff.js';
import {
  compressCounts,
  decodeMask,
  expandCounts,
  maskArea,
  maskBounds,
  maskDice,
  maskIntersectionArea,
} from './mask.js';
import { maskIou, maskShareWithin, type RunMask } from './mask.js';
import { maskOfVotes } from './mask-votes.js';
import { polygonArea, polygonDice, polygonIntersectionArea, polygonIou } from './polygon.js';
import { shapeDice, shapeHausdorff, shapeIou } from './shape.js';

type Corner = [number, number];
interface Pair {
  a: string;
  b: string;
  areaA: number;
  areaB: number;
  intersection: number;
  iou: number;
  dice: number;
  hausdorffBoundary: number;
  hausdorffBoundaryVerticesToEdges: number;
}
/** shapely 2.1.2 (1.8.5 agrees to 1e-9). */
interface GeometryOracles {
  polygons: Record<string, Corner[]>;
  polygonPairs: Pair[];
  hole: { outer: string; hole: Corner[]; other: Corner[]; areaA: number; intersection: number; iou: number };
  bowtie: { ring: Corner[]; evenOddArea: number; vsBox: Corner[]; intersectionEvenOdd: number; iouEvenOdd: number };
  innerLoopSameDirection: { ring: Corner[]; evenOddArea: number };
  boxes: { a: number[]; b: number[]; iou: number }[];
}
/** pycocotools 2.0.11. */
interface MaskOracles {
  rle: {
    name: string;
    size: [number, number];
    uncompressedCounts: number[];
    compressed: string;
    area: number;
    bboxXYWH: number[];
    mask: number[][] | null;
  }[];
  rleIou: Record<string, number>;
  boxIouXYWH: { a: number[]; b: number[]; iou: number }[];
  rleFromPolygon: { counts: string; area: number; uncompressed: number[] }[];
  hausdorffBoundary: Record<string, { discrete: number }>;
  polys: Record<string, Corner[]>;
}

const read = (name: string): unknown => JSON.parse(readFileSync(`test/fixtures/oracles/${name}.json`, 'utf8'));
const geometry = read('oracles_geometry') as GeometryOracles;
const masks = read('oracles_masks') as MaskOracles;
const ring = (corners: Corner[]): Point[] => corners.map(([x, y]) => ({ x, y }));
const polygon = (...rings: Corner[][]): PolygonLabel => ({ kind: 'POLYGON', class: 'Lung', rings: rings.map(ring) });
const named = (name: string): PolygonLabel => polygon(geometry.polygons[name]!);
const boxOf = ([x = 0, y = 0, width = 0, height = 0]: number[]): BoxLabel => {
  return { kind: 'BOX', class: 'Lung', x, y, width, height };
};

describe('polygons, against shapely', () => {
  it.each(geometry.polygonPairs.map((pair): [string, Pair] => [`${pair.a} and ${pair.b}`, pair]))('%s', (_, pair) => {
    const [a, b] = [named(pair.a), named(pair.b)];
    expect(polygonArea(a.rings)).toBeCloseTo(pair.areaA, 9);
    expect(polygonArea(b.rings)).toBeCloseTo(pair.areaB, 9);
    expect(polygonIntersectionArea(a.rings, b.rings)).toBeCloseTo(pair.intersection, 9);
    expect(polygonIou(a.rings, b.rings)).toBeCloseTo(pair.iou, 12);
    expect(polygonDice(a.rings, b.rings)).toBeCloseTo(pair.dice, 12);
    expect(shapeIou(b, a)).toBe(polygonIou(a.rings, b.rings));
    expect(shapeDice(a, b)).toBeCloseTo(pair.dice, 12);
    expect(shapeHausdorff(a, b)).toBeCloseTo(pair.hausdorffBoundaryVerticesToEdges, 9);
    expect(shapeHausdorff(b, a)).toBeCloseTo(pair.hausdorffBoundary, 5);
  });

  it('with a hole, a bow-tie, and an inner loop that turns the same way', () => {
    const { hole, bowtie, innerLoopSameDirection } = geometry;
    const holed = polygon(geometry.polygons[hole.outer]!, hole.hole);
    expect(polygonArea(holed.rings)).toBeCloseTo(hole.areaA, 12);
    expect(polygonIntersectionArea(holed.rings, [ring(hole.other)])).toBeCloseTo(hole.intersection, 12);
    expect(polygonIou(holed.rings, [ring(hole.other)])).toBeCloseTo(hole.iou, 12);
    expect(polygonArea([ring(bowtie.ring)])).toBeCloseTo(bowtie.evenOddArea, 12);
    expect(polygonIntersectionArea([ring(bowtie.ring)], [ring(bowtie.vsBox)])).toBeCloseTo(25, 12);
    expect(polygonIou([ring(bowtie.ring)], [ring(bowtie.vsBox)])).toBeCloseTo(bowtie.iouEvenOdd, 12);
    expect(polygonArea([ring(innerLoopSameDirection.ring)])).toBeCloseTo(innerLoopSameDirection.evenOddArea, 12);
  });

  it.each(Object.entries(masks.hausdorffBoundary))('Hausdorff of %s', (pair, { discrete }) => {
    const [a, b] = pair.split('|').map((name) => boundaryOfPolygon([ring(masks.polys[name]!)]));
    expect(hausdorffDistance(a!, b!)).toBeCloseTo(discrete, 9);
  });
});

describe('boxes', () => {
  it.each(geometry.boxes)('$a and $b, against shapely: $iou', ({ a, b, iou }) => {
    const [one, other] = [a, b].map(([x = 0, y = 0, right = 0, bottom = 0]) => boxOf([x, y, right - x, bottom - y]));
    expect(boxIou(one!, other!)).toBeCloseTo(iou, 12);
    expect(shapeIou(one!, polygon([[other!.x, other!.y], [other!.x + other!.width, other!.y], [other!.x + other!.width, other!.y + other!.height], [other!.x, other!.y + other!.height]]))).toBeCloseTo(iou, 12); // prettier-ignore
  });

  it.each(masks.boxIouXYWH)('$a and $b, against pycocotools: $iou', ({ a, b, iou }) => {
    expect(boxIou(boxOf(a), boxOf(b))).toBeCloseTo(iou, 12);
  });
});

describe('masks, against pycocotools', () => {
  const maskOf = (index: number): RunMask => {
    const { size, uncompressedCounts } = masks.rle[index]!;
    return { width: size[1], height: size[0], counts: uncompressedCounts };
  };

  it.each(masks.rle.map((oracle, index): [string, number] => [oracle.name, index]))('%s', (_, index) => {
    const oracle = masks.rle[index]!;
    const mask = maskOf(index);
    const [x, y, width, height] = oracle.bboxXYWH;
    expect(compressCounts(oracle.uncompressedCounts)).toBe(oracle.compressed);
    expect(expandCounts(oracle.compressed)).toEqual(oracle.uncompressedCounts);
    expect(maskArea(mask)).toBe(oracle.area);
    expect(maskBounds(mask)).toEqual({ x, y, width, height });
    if (oracle.mask) expect([...decodeMask(mask)]).toEqual(oracle.mask.flat());
  });

  it('two discs', () => {
    const [a, b] = [maskOf(7), maskOf(8)];
    const { inter, union, dice, mergeUnionArea, mergeInterArea } = masks.rleIou;
    expect(maskIntersectionArea(a, b)).toBe(inter);
    expect(maskArea(a) + maskArea(b) - maskIntersectionArea(a, b)).toBe(union);
    expect(maskIou(a, b)).toBeCloseTo(masks.rleIou['disc1-disc2']!, 12);
    expect(maskDice(a, b)).toBeCloseTo(dice!, 12);
    const crowd = masks.rleIou['crowd(disc1 dt, disc2 gt iscrowd: inter/area dt)'];
    expect(maskShareWithin(a, b)).toBeCloseTo(crowd!, 12);
    expect([maskArea(maskOfVotes([a, b], 1)), maskArea(maskOfVotes([a, b], 2))]).toEqual([
      mergeUnionArea,
      mergeInterArea,
    ]);
  });

  it.each(masks.rleFromPolygon)('$counts comes from and goes to its runs', ({ counts, area, uncompressed }) => {
    expect(expandCounts(counts)).toEqual(uncompressed);
    expect(compressCounts(uncompressed)).toBe(counts);
    expect(maskArea({ width: 1, height: 1, counts: uncompressed })).toBe(area);
  });
});
