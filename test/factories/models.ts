import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Caller, type TestApp } from './app.js';
import { asApplication } from './time.js';
import { ask } from './work.js';

const program = join(import.meta.dirname, '..', '..', 'examples', 'model-service', 'server.mjs');

export interface Model {
  id: string;
  answerPath: string;
  secret: string;
}

export async function modelService(by: Caller, url: string, more: object = {}): Promise<Model> {
  const fields = 'signingSecret modelService { id answerPath }';
  const made = await ask(
    by,
    'createModelService',
    'CreateModelServiceInput',
    { name: 'Our model', url, ...more },
    fields,
  );
  return { ...made.modelService, secret: made.signingSecret };
}

export const useModel = (by: Caller, projectId: string, modelServiceId: string | null, waitMinutes = 60) =>
  ask(by, 'setProjectModel', 'SetProjectModelInput', { projectId, modelServiceId, waitMinutes }, 'projectId modelServiceId waitMinutes'); // prettier-ignore

export const modelCalls = async (by: Caller, modelServiceId: string, states?: string[]) =>
  (
    await by.run(
      `query ($id: ID!, $states: [ModelCallState!]) { modelCalls(modelServiceId: $id, states: $states, first: 100) {
         totalCount nodes { id taskId state attempts error faults { path message } model modelVersion scores dueAt } } }`,
      { id: modelServiceId, states },
    )
  ).modelCalls.nodes as any[];

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The example as its users run it: a program of its own that is told by its environment. */
export async function startExample(
  port: number,
  secret: string,
  answer: 'now' | 'later',
): Promise<() => Promise<void>> {
  const child: ChildProcess = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH, PORT: String(port), MODEL_SECRET: secret, ANSWER: answer },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout!, 'data');
  return async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
}

/** Time goes by for questions that wait or are lost. */
export const letQuestionsBeDue = (app: TestApp) =>
  asApplication(app, (client) =>
    client.query(`UPDATE model_call SET due_at = muster_now() - interval '1 second' WHERE ended_at IS NULL`),
  );

/** The time that tasks have for their pre-labels is over. */
export const letWaitingEnd = (app: TestApp) =>
  asApplication(app, (client) =>
    client.query(
      `UPDATE task SET prelabel_wait_until = muster_now() - interval '1 second' WHERE prelabel_wait_until IS NOT NULL`,
    ),
  );
