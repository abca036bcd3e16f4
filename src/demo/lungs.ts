import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { readItems, type ImportedItem, type ImportFormat } from '../batches/formats/index.js';
import type { Label, LabelSchema } from '../labels/index.js';

/** The project's own copy of the campaign; sources and licences are in THIRD_PARTY_DATA.md. */
export const lungsFolder = join(import.meta.dirname, '..', '..', '..', 'data', 'lungs');

export const noLung = 'No lung visible';

export const lungSchema: LabelSchema = {
  classes: [
    { name: 'Lung', kind: 'POLYGON', maskValue: 255 },
    { name: 'Ignore', kind: 'POLYGON', maskValue: 127 },
    { name: noLung, kind: 'TAG' },
  ],
  fields: [],
};

/** Age, sex, patient and outcome can tell a model (and a person) what to expect: nobody who labels sees them. */
export const lungVisibility = {
  View: 'PUBLIC',
  'X-ray': 'PUBLIC',
  CT: 'PUBLIC',
  Age: 'PHI',
  Sex: 'BLINDED',
  PatientID: 'PHI',
  location: 'PHI',
  Survival: 'BLINDED',
  ICU_admission: 'BLINDED',
};

/**
 * Both lungs must agree, or a radiologist decides; one image in twenty is reviewed, drawn by the seed. The campaign is a lot that is
 * accepted as long as no more than about 2.5 % of its images have a wrong outline.
 */
export const lungPolicy = {
  overlap: 1,
  maximumOverlap: 2,
  agreement: { classes: ['Lung'], measure: 'MIN_IOU', threshold: 0.85 },
  review: [{ rate: 0.05, seed: 'covid-19-lungs' }],
  leaseMinutes: { ANNOTATE: 30 },
  audit: { level: 'II', aql: { MAJOR: 2.5 } },
};

export interface Answers {
  /** What the managed team drew, by image id. */
  team: Map<string, Label[]>;
  /** What radiologists drew on 64 of the same images. */
  radiologists: Map<string, Label[]>;
}

async function* gunzipped(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path).pipe(createGunzip());
}

async function labelsOf(format: ImportFormat, path: string): Promise<Map<string, Label[]>> {
  const labels = new Map<string, Label[]>();
  for await (const row of readItems(format, gunzipped(path)))
    if ('item' in row) labels.set(row.item.externalKey, row.item.labels ?? []);
  return labels;
}

export async function readAnswers(): Promise<Answers> {
  const team = await labelsOf('DARWIN_1', join(lungsFolder, 'v7-annotations.ndjson.gz'));
  for (const [image, labels] of team)
    if (!labels.some((label) => 'class' in label && label.class === 'Lung'))
      team.set(image, [...labels, { kind: 'TAG', class: noLung }]);
  return { team, radiologists: await labelsOf('DARWIN_2', join(lungsFolder, 'radiologists-overlap.darwin2.json.gz')) };
}

export interface CampaignLine {
  line: string;
  imageId: string;
  width: number;
  height: number;
}

/** The campaign's file, an image a line. */
export async function campaignLines(): Promise<CampaignLine[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of gunzipped(join(lungsFolder, 'v7-annotations.ndjson.gz'))) chunks.push(chunk);
  const lines = Buffer.concat(chunks).toString().trimEnd().split('\n');
  return lines.map((line) => {
    const { image } = JSON.parse(line) as { image: { url: string; width: number; height: number } };
    return { line, imageId: imageIdOf({ data: image }), width: image.width, height: image.height };
  });
}

/** The lines to import: all of them, or for a shorter campaign `limit`, half of them drawn by radiologists too. */
export async function readCampaignFile(limit = Infinity): Promise<Buffer> {
  const lines = await campaignLines();
  const { radiologists } = await readAnswers();
  const isTwice = ({ imageId }: CampaignLine) => radiologists.has(imageId);
  const twice = lines.filter(isTwice).slice(0, Math.ceil(limit / 2));
  const once = lines.filter((line) => !isTwice(line)).slice(0, limit - twice.length);
  const chosen = limit < lines.length ? [...once, ...twice] : lines;
  return Buffer.from(chosen.map(({ line }) => line).join('\n'));
}

/** The image id that a worker reads off the item's address. */
export function imageIdOf(item: { data: { url?: string } }): string {
  const id = /\/images\/(\d+)\//.exec(item.data.url ?? '')?.[1];
  if (!id) throw new Error('an item of the campaign has no image id in its url');
  return id;
}

export async function readXrays(): Promise<{ fileName: string; bytes: Buffer }[]> {
  const folder = join(lungsFolder, 'xrays');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jpg')).sort();
  return Promise.all(names.map(async (fileName) => ({ fileName, bytes: await readFile(join(folder, fileName)) })));
}

export const readXrayAnnotations = (): Promise<Buffer> => readFile(join(lungsFolder, 'xrays', 'annotations.ndjson.gz'));
export type { ImportedItem };
