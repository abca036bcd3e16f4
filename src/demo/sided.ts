import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Label } from '../labels/index.js';
import type { Api } from './client.js';
import { labelEverything } from './labelling.js';
import { campaignLines, lungPolicy, lungSchema, lungsFolder, lungVisibility, readAnswers } from './lungs.js';
import { batchNamed, closeBatch, importFile, openBatch, projectNamed } from './steps.js';

export const sidedProject = 'COVID-19 chest X-rays: left and right';
const sides = ['Left Lung', 'Right Lung'];

/** The team draws lungs without a side, radiologists paint each side: the policy says that both are lungs. */
const schema = {
  ...lungSchema,
  classes: [...lungSchema.classes, ...sides.map((name) => ({ name, kind: 'MASK' as const }))],
};
const policy = {
  ...lungPolicy,
  overlap: 2,
  review: [],
  agreement: { ...lungPolicy.agreement, classMap: Object.fromEntries(sides.map((name) => [name, 'Lung'])) },
};

interface Coco {
  categories: { id: number; name: string }[];
  images: { id: number; width: number; height: number; v7_id: string }[];
  annotations: { image_id: number; category_id: number; segmentation: { counts: number[] } }[];
}

/** The radiologists' masks by image id, of the pictures that are as large as the campaign's. */
async function readSides(): Promise<Map<string, Label[]>> {
  const file = await promisify(gunzip)(await readFile(join(lungsFolder, 'radiologists.coco-rle.json.gz')));
  const { categories, images, annotations } = JSON.parse(file.toString()) as Coco;
  const nameOf = new Map(categories.map(({ id, name }) => [id, name]));
  const sizes = new Map((await campaignLines()).map(({ imageId, width, height }) => [imageId, `${width}×${height}`]));
  return new Map(
    images
      .filter(({ v7_id, width, height }) => sizes.get(v7_id) === `${width}×${height}`)
      .map(({ id, v7_id, width, height }) => [
        v7_id,
        annotations
          .filter(({ image_id }) => image_id === id)
          .map(({ category_id, segmentation: { counts } }) => {
            return { kind: 'MASK', class: nameOf.get(category_id)!, width, height, counts };
          }),
      ]),
  );
}

export interface Sided {
  projectId: string;
  batchId: string;
}

/** A second project on the same pictures; like the campaign it goes on where it stood. */
export async function runSided(
  owner: Api,
  workers: Api[],
  teamId: string,
  tell: (line: string) => void,
): Promise<Sided> {
  const input = { name: sidedProject, labelSchema: schema, fieldVisibility: lungVisibility, policy, teamIds: [teamId] };
  const projectId = await projectNamed(owner, input, 'demo-sided');
  const { id: batchId, state } = await batchNamed(owner, { projectId, name: 'Both sides' }, `demo-sides-${projectId}`);
  if (['COMPLETED', 'ACCEPTED', 'ARCHIVED'].includes(state)) return { projectId, batchId };
  const [painted, { team }] = [await readSides(), await readAnswers()];
  if (state !== 'OPEN') {
    const lines = (await campaignLines()).filter(({ imageId }) => painted.has(imageId)).map(({ line }) => line);
    tell(`${lines.length} pictures once more: the team's outlines against left and right masks.`);
    await importFile(owner, batchId, 'DARWIN_1', 'IGNORE', Buffer.from(lines.join('\n')), tell);
    await openBatch(owner, batchId);
  }
  await closeBatch(owner, batchId);
  const labelsOf = ({ stage, seat }: { stage: string; seat: number }, image: string) =>
    (stage === 'ADJUDICATE' || seat === 2 ? painted : team).get(image);
  await labelEverything(owner, workers, { projectId, batchId, labelsOf, tell });
  return { projectId, batchId };
}
