// Looks at what the demo said, and at its masks: pixel by pixel against those that V7 published.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';

const [first, second] = process.argv
  .slice(2)
  .map((file) => JSON.parse(readFileSync(file, 'utf8').trim().split('\n').at(-1)));
for (const summary of [first, second]) {
  assert.equal(summary.imported, 517);
  assert.equal(summary.settled, 517);
  assert.equal(summary.noLung, 82);
  assert.equal(summary.overCollected, 0);
  assert.equal(summary.settledByConsensus + summary.escalated, 64);
  // Z1.4: 501 to 1200 items at level II are letter J; at AQL 2.5 it is 80 items, 5 and 6.
  const { sampleSize, acceptance, rejection, defects, verdict, verified } = summary.audit;
  assert.deepEqual([sampleSize, acceptance, rejection], [80, 5, 6]);
  assert.ok(defects <= acceptance, 'the lot passes');
  assert.deepEqual([verdict, verified], ['ACCEPT', true]);
  // More than a tenth is looked at, so the lot's own end counts: without it 0.9848.
  assert.ok(Math.abs(summary.audit.acceptedAtAql - 0.9923) < 1e-4, 'a lot at the AQL is accepted 99.2 times of 100');
}
const { seconds: _first, ...figures } = first;
const { seconds: _second, ...again } = second;
assert.deepEqual(again, figures, 'the second run must tell the same');

const pixels = async (file) =>
  (await sharp(file).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })).data;
const folder = 'test/fixtures/lungs/masks';
const tasks = new Map(
  JSON.parse(readFileSync(`${first.releasePath}/instances.json`, 'utf8')).images.map((image) => [
    image.external_key,
    image,
  ]),
);
const settledBy = new Map(
  readFileSync(`${first.releasePath}/metadata.jsonl`, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map((item) => [item.external_key, item.settled_by]),
);
let [identical, compared, lowest] = [0, 0, 1];
for (const name of readdirSync(folder)) {
  const key = name.replace('.png', '');
  assert.ok(tasks.has(key), `${key} is in the release`);
  // An adjudicated image has the radiologist's lungs, not V7's.
  if (settledBy.get(key) === 'ADJUDICATED') continue;
  const [ours, theirs] = await Promise.all([pixels(`${first.releasePath}/masks/${name}`), pixels(`${folder}/${name}`)]);
  assert.equal(ours.length, theirs.length, `${name} has the size of the published mask`);
  compared += 1;
  let [both, either] = [0, 0];
  for (let index = 0; index < ours.length; index++) {
    const [a, b] = [ours[index] === 255, theirs[index] === 255];
    if (a && b) both += 1;
    if (a || b) either += 1;
  }
  if (Buffer.compare(ours, theirs) === 0) identical += 1;
  lowest = Math.min(lowest, either === 0 ? 1 : both / either);
}
console.log(
  JSON.stringify({ masksCompared: compared, identical, identicalShare: identical / compared, lowestLungIoU: lowest }),
);
assert.ok(identical / compared >= 0.94, 'at least 94 % of the masks are identical');
assert.ok(lowest >= 0.995, 'no lung under IoU 0.995');
