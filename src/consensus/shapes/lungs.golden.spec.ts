import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { areaOfShape, type Point, type PolygonLabel } from '../../labels/index.js';
import { consensusOfShapes, type ShapePolicy } from './consensus-of-shapes.js';

/** The lungs that the team drew (Darwin 1.0, an image a line) and those of radiologists on 64 of the images (Darwin 2.0). */
interface TeamImage {
  image: { url: string };
  annotations: { name: string; polygon?: { path: Point[] } }[];
}
interface RadiologistImage {
  item: { source_info: { item_id: string } };
  annotations: { name: string; polygon?: { paths: Point[][] } }[];
}

const read = (name: string) => gunzipSync(readFileSync(`data/lungs/${name}.gz`)).toString();
const lung = (rings: Point[][]): PolygonLabel => ({ kind: 'POLYGON', class: 'Lung', rings });

function images(): Map<string, { team: PolygonLabel[]; radiologist: PolygonLabel[] }> {
  const team = new Map<string, PolygonLabel[]>();
  for (const line of read('v7-annotations.ndjson').trim().split('\n')) {
    const { image, annotations } = JSON.parse(line) as TeamImage;
    const lungs = annotations.flatMap(({ name, polygon }) =>
      name === 'Lung' && polygon ? [lung([polygon.path])] : [],
    );
    team.set(/\/images\/(\d+)\//.exec(image.url)![1]!, lungs);
  }
  const radiologists = JSON.parse(read('radiologists-overlap.darwin2.json')) as RadiologistImage[];
  return new Map(
    radiologists.map(({ item, annotations }) => {
      const drawn = annotations.flatMap(({ polygon }) => (polygon ? [lung(polygon.paths)] : []));
      return [item.source_info.item_id, { team: team.get(item.source_info.item_id)!, radiologist: drawn }];
    }),
  );
}

/** The figures of docs/shapes.md. */
describe('lungs that two people drew', () => {
  const all = images();
  const consensus = (image: string, policy?: ShapePolicy) => {
    const { team, radiologist } = all.get(image)!;
    return consensusOfShapes(
      [
        { by: 'team', shapes: team },
        { by: 'radiologist', shapes: radiologist },
      ],
      policy,
    );
  };

  it('are 122 of both and 12 of one only, on three images whose pictures are not the same', () => {
    expect(all.size).toBe(64);
    const objects = [...all.keys()].flatMap((image) =>
      consensus(image).objects.map((object) => ({ image, ...object })),
    );
    const ious = objects.flatMap(({ pairwiseIou }) => pairwiseIou ?? []).sort((a, b) => a - b);
    expect([objects.length, ious.length]).toEqual([134, 122]);
    expect(ious.reduce((sum, iou) => sum + iou, 0) / ious.length).toBeCloseTo(0.9014, 4);
    expect(ious[0]).toBeCloseTo(0.6939, 4);
    expect(ious.filter((iou) => iou < 0.85)).toHaveLength(16);
    const alone = objects.filter(({ votes }) => votes === 1);
    expect(alone).toHaveLength(12);
    expect([...new Set(alone.map(({ image }) => image))]).toEqual(['1676598', '1676599', '1676600']);
    expect(alone.every(({ existence }) => Math.abs(existence - 0.64) < 1e-12)).toBe(true);
  });

  it('on one of the images come to one lung each way', () => {
    const [right, left] = consensus('1676404').objects;
    expect(right).toMatchObject({ votes: 2, existence: expect.closeTo(0.9846, 4), pairwiseIou: expect.closeTo(0.8804, 4) }); // prettier-ignore
    expect(right).toMatchObject({ meanIou: expect.closeTo(0.9402, 4), shape: all.get('1676404')!.team[0]! });
    expect(left).toMatchObject({ pairwiseIou: expect.closeTo(0.9382, 4) });
    const [fused] = consensus('1676404', { output: 'FUSED' }).objects;
    expect(areaOfShape(right!.shape)).toBeCloseTo(308_243, -1);
    expect(areaOfShape(fused!.shape) / 299_670).toBeCloseTo(1, 3);
    expect(fused?.members.map(({ iou }) => iou)).toEqual([expect.closeTo(0.9716, 3), expect.closeTo(0.903, 3)]);
  });
});
