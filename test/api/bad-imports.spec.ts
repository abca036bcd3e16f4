import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { batch, importDone, project, tasksOf } from '../factories/work.js';

const lungs = {
  classes: [
    { name: 'Lung', kind: 'POLYGON' },
    { name: 'Tube', kind: 'BOX' },
    { name: 'Mask', kind: 'MASK' },
    { name: 'clear', kind: 'TAG' },
  ],
  fields: [],
};
const size = { width: 10, height: 10 };
const ring = [{ x: 1, y: 1 }, { x: 9, y: 1 }, { x: 9, y: 9 }]; // prettier-ignore
const lung = (points: object[] = ring, name = 'Lung') => ({ kind: 'POLYGON', class: name, rings: [points] });

/** Files as they come from outside: one bad row must cost that row only, and be named. */
describe('a file with bad rows', () => {
  let app: TestApp;
  let teamId: string;
  let manager: Caller;
  let annotator: Caller;
  let projectId: string;

  beforeAll(async () => {
    app = await startApp();
    teamId = await team(app);
    [manager, annotator] = [await person(app, ['PROJECT_MANAGER'], teamId), await person(app, ['ANNOTATOR'], teamId)];
    projectId = await project(app.owner, teamId, { labelSchema: lungs });
  });
  afterAll(() => app.stop());

  const upload = (by: Caller, content: string, type = 'application/x-ndjson') =>
    fetch(`${app.url}/imports?name=items`, {
      method: 'POST',
      headers: { authorization: `Bearer ${by.token}`, 'content-type': type },
      body: content,
    });

  const start = (by: Caller, batchId: string, uploadId: string, format: string) =>
    by.send(
      `mutation ($input: ImportTasksInput!) { importTasks(input: $input) { __typename ... on Import { id } ... on Problem { code message } } }`,
      { input: { batchId, uploadId, format, annotationsAs: 'PRELABEL' } },
    );

  const imported = async (batchId: string, format: string, content: string, type?: string) => {
    const response = await upload(manager, content, type);
    expect(response.status).toBe(201);
    const { uploadId } = (await response.json()) as { uploadId: string };
    const { data, errors } = await start(manager, batchId, uploadId, format);
    expect(errors).toBeUndefined();
    return importDone(manager, data.importTasks.id);
  };

  const keysOf = async (batchId: string) => (await tasksOf(app.owner, batchId)).map((task) => task.externalKey);
  const places = (refusals: { line: number; path: string | null; externalKey: string | null; code: string }[]) =>
    refusals.map(({ line, code, externalKey, path }) => [line, code, externalKey, path]);

  const lines = [
    JSON.stringify({ externalKey: 'good', data: size, labels: [lung()] }),
    '{"externalKey": "bad json", }',
    `{"externalKey":"not a number","data":${JSON.stringify(size)},"labels":[{"kind":"POLYGON","class":"Lung","rings":[[{"x":1,"y":1},{"x":NaN,"y":2},{"x":3,"y":3}]]}]}`,
    JSON.stringify({ externalKey: 'null', data: size, labels: [lung(), lung([...ring, { x: null, y: 1 } as object])] }),
    JSON.stringify({ externalKey: 'unknown class', data: size, labels: [lung(ring, 'Heart')] }),
    JSON.stringify({ externalKey: 'another project', labels: [{ kind: 'CHOICE', field: 'animal', option: 'cat' }] }),
    JSON.stringify({ externalKey: 'good', data: size }),
    '',
    JSON.stringify({ externalKey: 'wrong kind', data: size, labels: [{ kind: 'BOX', class: 'Lung', x: 0, y: 0, width: 1, height: 1 }] }),
    JSON.stringify({ externalKey: 'infinite', data: size, labels: [] }).replace('[]', '[{"kind":"BOX","class":"Tube","x":1e999,"y":0,"width":1,"height":1}]'),
    JSON.stringify({ externalKey: 'nul', metadata: { note: 'a\0b' } }),
    JSON.stringify({ externalKey: 'lone', metadata: { note: '\ud800' } }),
    JSON.stringify({ externalKey: 'misspelt', labls: [] }),
    JSON.stringify({ externalKey: 'overlap', overlap: 51 }),
    JSON.stringify({ data: size }),
    JSON.stringify({ externalKey: 'runs', data: size, labels: [{ kind: 'MASK', class: 'Mask', ...size, counts: [1, 2] }] }),
    JSON.stringify({ externalKey: 'last', data: size, labels: [{ kind: 'TAG', class: 'clear' }] }),
  ]; // prettier-ignore
  const refused = [
    [2, 'BAD_JSON', null, null],
    [3, 'BAD_JSON', null, null],
    [4, 'BAD_LABEL', 'null', 'labels[1].rings[0][3].x'],
    [5, 'BAD_LABEL', 'unknown class', 'labels[0].class'],
    [6, 'BAD_LABEL', 'another project', 'labels[0].field'],
    [9, 'BAD_LABEL', 'wrong kind', 'labels[0].class'],
    [10, 'UNSTORABLE', 'infinite', 'labels[0].x'],
    [11, 'UNSTORABLE', 'nul', 'metadata.note'],
    [12, 'UNSTORABLE', 'lone', 'metadata.note'],
    [13, 'UNKNOWN_FIELD', 'misspelt', 'labls'],
    [14, 'BAD_FIELD', 'overlap', 'overlap'],
    [15, 'BAD_FIELD', null, 'externalKey'],
    [16, 'BAD_LABEL', 'runs', 'labels[0].counts'],
  ];
  let batchId: string;

  it('JSONL: each is refused by line and path, and the rest is imported; of one key twice the first counts', async () => {
    batchId = await batch(app.owner, projectId, 'JSONL');
    const done = await imported(batchId, 'JSONL', lines.join('\n'));
    expect(places(done.refusals)).toEqual(refused);
    expect(done).toMatchObject({ state: 'DONE', error: null, rowsRead: 16, created: 2, existing: 1, refused: 13 });
    expect((await keysOf(batchId)).sort()).toEqual(['good', 'last']);
    for (const { message } of done.refusals) expect(message).toMatch(/\S/);
    // The file's own words may be private: no message repeats them.
    expect(JSON.stringify(done.refusals.map((one: { message: string }) => one.message))).not.toMatch(/a\\u0000b/);
  });

  it('the same file again creates nothing and refuses the same', async () => {
    const again = await imported(batchId, 'JSONL', lines.join('\n'));
    expect(again).toMatchObject({ state: 'DONE', rowsRead: 16, created: 0, existing: 3, refused: 13 });
    expect(places(again.refusals)).toEqual(refused);
    expect(await keysOf(batchId)).toHaveLength(2);
  });

  it('and so does the same file in another batch of the project', async () => {
    const other = await batch(app.owner, projectId, 'JSONL again');
    expect(await imported(other, 'JSONL', lines.join('\n'))).toMatchObject({ created: 0, existing: 3, refused: 13 });
    expect(await keysOf(other)).toEqual([]);
  });

  it('mended, it adds what was refused and nothing else', async () => {
    const mended = lines.map((line, index) => (index === 4 ? line.replace('Heart', 'Lung') : line));
    expect(await imported(batchId, 'JSONL', mended.join('\r\n'))).toMatchObject({
      created: 1,
      existing: 3,
      refused: 12,
    });
    expect((await keysOf(batchId)).sort()).toEqual(['good', 'last', 'unknown class']);
  });

  it('CSV', async () => {
    const id = await batch(app.owner, projectId, 'CSV');
    const text = ['external_key,file_name,width,height,overlap,age', 'c1,1.png,10,10,2,42', 'c2,2.png,wide,10,,', 'c3,"open', 'c4,4.png,10,10,51,', 'c5,5.png,10', 'c6,6.png,10,10,,', 'c1,1.png,10,10,,'].join('\n'); // prettier-ignore
    const done = await imported(id, 'CSV', text, 'text/csv');
    expect(places(done.refusals)).toEqual([
      [3, 'BAD_FIELD', 'c2', 'width'],
      [4, 'BAD_ROW', null, null],
      [5, 'BAD_FIELD', 'c4', 'overlap'],
      [6, 'BAD_ROW', null, null],
    ]);
    expect(done).toMatchObject({ state: 'DONE', rowsRead: 7, created: 2, existing: 1, refused: 4 });
    expect((await tasksOf(app.owner, id)).map(({ externalKey, overlap }) => [externalKey, overlap]).sort()).toEqual([['c1', 2], ['c6', 1]]); // prettier-ignore
    expect(await imported(id, 'CSV', text, 'text/csv')).toMatchObject({ created: 0, existing: 3, refused: 4 });
  });

  it('Darwin 1', async () => {
    const id = await batch(app.owner, projectId, 'Darwin 1');
    const image = (name: string) => ({ ...size, original_filename: name });
    const text = [
      { image: image('d1.png'), annotations: [{ name: 'Lung', polygon: { path: ring } }] },
      { image: image('d2.png'), annotations: [{ name: 'Lung', polygon: { path: [...ring, { x: 1, y: null }] } }] },
      { image: image('d3.png'), annotations: [{ name: 'Heart', polygon: { path: ring } }] },
      { image: image('d4.png'), annotations: [{ name: 'Lung', keypoint: { x: 1, y: 1 } }] },
      { image: { width: 10 }, annotations: [] },
      { image: image('d1.png'), annotations: [] },
    ].map((one) => JSON.stringify(one)); // prettier-ignore
    const done = await imported(id, 'DARWIN_1', text.join('\n'));
    expect(places(done.refusals).map(([line, code]) => [line, code])).toEqual([
      [2, 'BAD_FIELD'],
      [3, 'BAD_LABEL'],
      [4, 'UNSUPPORTED'],
      [5, 'BAD_FIELD'],
    ]);
    expect(done.refusals[0].path).toBe('annotations[0].polygon.path[3].y');
    expect(done.refusals[1]).toMatchObject({ externalKey: 'd3.png', path: 'labels[0].class' });
    expect(done).toMatchObject({ state: 'DONE', rowsRead: 6, created: 1, existing: 1, refused: 4 });
    expect(await imported(id, 'DARWIN_1', text.join('\n'))).toMatchObject({ created: 0, existing: 2, refused: 4 });
  });

  it('Darwin 2', async () => {
    const id = await batch(app.owner, projectId, 'Darwin 2');
    const item = (name: string) => ({ name, slots: [{ type: 'image', ...size, slot_name: '0' }] });
    const text = [
      { version: '2.0', item: item('e1.png'), annotations: [{ name: 'Lung', polygon: { paths: [ring] } }] },
      { version: '2.0', item: item('e2.png'), annotations: [{ name: 'Lung', polygon: { paths: [[...ring, { x: null, y: 1 }]] } }] }, // prettier-ignore
      { version: '2.0', item: item('e3.png'), annotations: [{ name: 'Heart', polygon: { paths: [ring] } }] },
      { version: '2.0', item: { name: 'e4.mp4', slots: [{ type: 'video', ...size }] }, annotations: [] },
    ].map((one) => JSON.stringify(one)); // prettier-ignore
    const done = await imported(id, 'DARWIN_2', text.join('\n'));
    expect(places(done.refusals).map(([line, code, , path]) => [line, code, path])).toEqual([
      [2, 'BAD_FIELD', 'annotations[0].polygon.paths[0][3].x'],
      [3, 'BAD_LABEL', 'labels[0].class'],
      [4, 'UNSUPPORTED', 'item.slots[0]'],
    ]);
    expect(done).toMatchObject({ state: 'DONE', rowsRead: 4, created: 1, existing: 0, refused: 3 });
    expect(await imported(id, 'DARWIN_2', text.join('\n'))).toMatchObject({ created: 0, existing: 1, refused: 3 });
  });

  it('a file that is not of its format at all FAILED, and says where', async () => {
    const id = await batch(app.owner, projectId, 'nonsense');
    const done = await imported(id, 'JSONL', 'this is no JSON\nnor this');
    expect(done).toMatchObject({ state: 'FAILED', created: 0, refused: 2, error: expect.stringContaining('line 1') });
    expect(await imported(id, 'JSONL', '\n \n')).toMatchObject({ state: 'FAILED', rowsRead: 0 });
  });

  it('an annotator may neither upload nor import', async () => {
    expect((await upload(annotator, lines[0]!)).status).toBe(403);
    const mine = (await (await upload(manager, lines[0]!)).json()) as { uploadId: string };
    const { errors } = await start(annotator, batchId, mine.uploadId, 'JSONL');
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await fetch(`${app.url}/imports?name=x`, { method: 'POST', body: 'x' })).status).toBe(401);
  });
});
