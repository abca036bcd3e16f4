import { type Api, ApiError, pause } from './client.js';
import * as operations from './operations.js';

/** The success, or the refusal as an error: nothing in the campaign should be refused. */
export function granted<Value extends object>(value: Value): Value {
  const { code, message } = value as { code?: string; message?: string };
  if (code) throw new ApiError(message ?? code, code);
  return value;
}

/** The project of this name, made when it is not there. */
export async function projectNamed(owner: Api, input: { name: string } & object, key: string): Promise<string> {
  const { projects } = await owner.run<{ projects: { nodes: { id: string; name: string }[] } }>(operations.projects);
  const there = projects.nodes.find(({ name }) => name === input.name);
  if (there) return there.id;
  const { createProject } = await owner.run<{ createProject: { id: string } }>(
    operations.createProject,
    { input },
    key,
  );
  return granted(createProject).id;
}

/** The batch of this name and how far it is, made when it is not there. */
export async function batchNamed(
  owner: Api,
  input: { projectId: string; name: string; priority?: number },
  key: string,
): Promise<{ id: string; state: string }> {
  const { projectId } = input;
  const { batches } = await owner.run<{ batches: { nodes: { id: string; name: string; state: string }[] } }>(
    operations.batches,
    { projectId },
  );
  const there = batches.nodes.find(({ name }) => name === input.name);
  if (there) return there;
  const { createBatch } = await owner.run<{ createBatch: { id: string } }>(operations.createBatch, { input }, key);
  return { id: granted(createBatch).id, state: 'DRAFT' };
}

export async function openBatch(owner: Api, id: string): Promise<void> {
  granted((await owner.run<{ openBatch: object }>(operations.openBatch, { id })).openBatch);
}

export async function closeBatch(owner: Api, id: string): Promise<void> {
  granted((await owner.run<{ closeBatch: object }>(operations.closeBatch, { id })).closeBatch);
}

export async function importFile(
  owner: Api,
  batchId: string,
  format: string,
  annotationsAs: string,
  bytes: Buffer,
  tell: (line: string) => void,
): Promise<void> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const { uploadId } = await owner.upload<{ uploadId: string }>(
    '/imports?name=campaign.ndjson',
    isGzip ? 'application/gzip' : 'application/x-ndjson',
    bytes,
  );
  const { importTasks } = await owner.run<{ importTasks: { id: string } }>(
    operations.importTasks,
    { input: { batchId, format, uploadId, annotationsAs } },
    `demo-import-${uploadId}`,
  );
  const { id } = granted(importTasks);
  for (;;) {
    const { import: state } = await owner.run<{
      import: {
        state: string;
        rowsRead: number;
        created: number;
        existing: number;
        refused: number;
        error: string | null;
      };
    }>(operations.importState, { id });
    if (state.state === 'FAILED') throw new Error(`the import failed: ${state.error}`);
    if (state.state === 'DONE') {
      tell(`Imported ${state.created} items (${state.existing} were there, ${state.refused} refused).`);
      return;
    }
    await pause(100);
  }
}
