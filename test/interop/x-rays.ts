import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { ItemSize, PolygonLabel } from '../../src/labels/index.js';
import { readItems } from '../../src/batches/formats/index.js';

export interface XRay {
  name: string;
  size: ItemSize;
  /** V7's polygons of the lungs */
  lungs: PolygonLabel[];
}

/** The demo's X-rays, with what V7 drew on them. */
export async function xRays(count: number): Promise<XRay[]> {
  const file = gunzipSync(await readFile('data/lungs/xrays/annotations.ndjson.gz'));
  async function* bytes() {
    yield file;
  }
  const found: XRay[] = [];
  for await (const row of readItems('DARWIN_1', bytes())) {
    if (!('item' in row) || found.length === count) continue;
    const { externalKey, data, labels = [] } = row.item;
    const lungs = labels.filter((label) => label.kind === 'POLYGON' && label.class === 'Lung') as PolygonLabel[];
    if (lungs.length === 0) continue;
    found.push({ name: externalKey, size: { width: data.width!, height: data.height! }, lungs });
  }
  return found;
}

/** Serves the pictures themselves, as Muster does. */
export async function servePictures(): Promise<{ url: string; stop: () => Promise<unknown> }> {
  const server = createServer((request, response) => {
    const name = /^\/([0-9a-f]{8}\.jpg)$/.exec(request.url ?? '')?.[1];
    if (!name) return void response.writeHead(404).end();
    readFile(`data/lungs/xrays/${name}`).then(
      (bytes) => response.writeHead(200, { 'content-type': 'image/jpeg' }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => new Promise((resolve) => server.close(resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}
