import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { animal, ask, batch, claim, importItems, items, open, project, submit } from '../factories/work.js';

const addFields = 'externalKey labels source reason retiredAt';
const listing = `query ($projectId: ID!, $after: String) { gold(projectId: $projectId, first: 2, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } nodes { externalKey taskId labels source reason at retiredAt retiredReason } } }`;

describe('gold: known answers that look like work', () => {
  let app: TestApp;
  let [manager, lead, client, ann, both]: Caller[] = [];
  let teamId: string;
  let projectId: string;
  let batchId: string;

  beforeAll(async () => {
    app = await startApp();
    teamId = await team(app);
    manager = await person(app, ['PROJECT_MANAGER'], teamId);
    lead = await person(app, ['TEAM_LEAD', 'ANNOTATOR'], teamId);
    client = await person(app, ['CLIENT'], teamId);
    ann = await person(app, ['ANNOTATOR'], teamId);
    both = await person(app, ['PROJECT_MANAGER', 'REVIEWER'], teamId);
    projectId = await project(manager, teamId, { policy: { overlap: 2 } });
    batchId = await batch(manager, projectId);
  });
  afterAll(() => app.stop());

  const add = (by: Caller, list: { externalKey: string; labels: unknown }[], reason = 'Two radiologists agreed.') =>
    ask(by, 'addGold', 'AddGoldInput', { batchId, items: list, reason }, addFields);
  const faultOf = async (by: Caller, list: unknown[]) => {
    const answer = await by.send(`mutation ($input: AddGoldInput!) { addGold(input: $input) { externalKey } }`, {
      input: { batchId, items: list, reason: 'x' },
    });
    return answer.errors?.[0]?.extensions;
  };

  it('comes in with an import, whose rows must carry an answer that the schema knows', async () => {
    await importItems(manager!, batchId, items(2));
    const [known, wrong, without] = items(5).slice(2);
    const done = await importItems(
      manager!,
      batchId,
      [{ ...known, labels: animal('dog') }, { ...wrong, labels: animal('horse') }, without, items(1)[0]],
      'GOLD',
    );
    expect(done).toMatchObject({ created: 1, refused: 3 });
    expect(done.refusals.map(({ externalKey, path, code }: any) => [externalKey, path, code])).toEqual([
      ['item-4', 'labels[0].option', 'BAD_LABEL'],
      ['item-5', 'labels', 'BAD_LABEL'],
      ['item-1', 'labels', 'BAD_LABEL'],
    ]);
    // Also by a manager who works: whoever brings an answer knows it already.
    const again = await importItems(both!, batchId, [{ ...known, labels: animal('cat') }], 'GOLD');
    expect(again).toMatchObject({ created: 0, existing: 1 });
  });

  it('is added to tasks that are there, replaced by another answer, and retired with a reason', async () => {
    expect(await add(manager!, [{ externalKey: 'item-1', labels: animal('cat') }])).toMatchObject([
      { externalKey: 'item-1', labels: animal('cat'), source: 'ADDED', reason: 'Two radiologists agreed.' },
    ]);
    await add(manager!, [{ externalKey: 'item-1', labels: animal('cat') }], 'The same again.');
    await add(manager!, [{ externalKey: 'item-1', labels: animal('dog') }], 'A mistake.');
    const { gold: first } = await manager!.run(listing, { projectId });
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const { gold: rest } = await manager!.run(listing, { projectId, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...rest.nodes]).toMatchObject([
      { externalKey: 'item-3', labels: animal('dog'), source: 'IMPORTED', reason: null, retiredAt: null },
      { externalKey: 'item-1', labels: animal('cat'), retiredReason: 'A mistake.', retiredAt: expect.any(String) },
      { externalKey: 'item-1', labels: animal('dog'), reason: 'A mistake.', retiredAt: null },
    ]);
    await add(manager!, [{ externalKey: 'item-2', labels: animal('dog') }]);
    const retire = { batchId, externalKeys: ['item-2'], reason: 'Nobody can tell.' };
    expect(await ask(manager!, 'retireGold', 'NamedTasksInput', retire, 'externalKey retiredReason')).toMatchObject([
      { externalKey: 'item-2', retiredReason: 'Nobody can tell.' },
    ]);
    const again = await manager!.send(`mutation ($input: NamedTasksInput!) { retireGold(input: $input) { id } }`, { input: retire }); // prettier-ignore
    expect(again.errors?.[0]?.extensions.fields).toEqual([
      { path: 'input.externalKeys[0]', message: 'this task has no gold' },
    ]);
  });

  it('names the item and the part of a known answer that is wrong, and then adds nothing', async () => {
    const good = { externalKey: 'item-2', labels: animal('cat') };
    const paths = async (list: unknown[]) => (await faultOf(manager!, list))?.fields?.map(({ path }) => path);
    expect(await paths([good, { externalKey: 'item-1', labels: animal('horse') }])).toEqual(['input.items[1].labels[0].option']); // prettier-ignore
    expect(await paths([good, { externalKey: 'item-9', labels: [] }])).toEqual(['input.items[1].externalKey']);
    expect(await paths([good, good])).toEqual(['input.items[1].externalKey']);
    expect(await paths([{ externalKey: 'item-1', labels: null }])).toHaveLength(1);
    const { gold } = await manager!.run(listing, { projectId });
    expect(gold.totalCount).toBe(4);
  });

  it('is for managers who do not work themselves', async () => {
    const list = [{ externalKey: 'item-1', labels: animal('cat') }];
    for (const by of [ann, lead, client]) {
      expect((await by!.send(listing, { projectId })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      expect((await faultOf(by!, list))?.code).toBe('FORBIDDEN');
    }
    expect((await both!.send(listing, { projectId })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    // Not by guessing either: an answer that is there already would come back as it was.
    const guess = await both!.send(`mutation ($input: AddGoldInput!) { addGold(input: $input) { id source } }`, {
      input: { batchId, items: [{ externalKey: 'item-1', labels: animal('cat') }], reason: 'a guess' },
    });
    expect(guess.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    // The console offers by these what it would only be refused.
    expect((await both!.run(`{ myPermissions }`)).myPermissions).not.toContain('gold:manage');
    expect((await manager!.run(`{ myPermissions }`)).myPermissions).toContain('gold:manage');
    expect((await manager!.send(listing, { projectId })).errors).toBeUndefined();
    // Nor does the change log tell them, though they read the rest of it.
    const logged = async (by: Caller) => {
      const { changeLog } = await by.run(`{ changeLog(first: 100) { totalCount nodes { action detail } } }`);
      expect(changeLog.totalCount).toBe(changeLog.nodes.length);
      return JSON.stringify(changeLog.nodes);
    };
    expect(await logged(manager!)).toMatch(/"gold:add".*"annotationsAs":"GOLD"|"annotationsAs":"GOLD".*"gold:add"/);
    expect(await logged(both!)).toContain('"task:import"');
    expect(await logged(both!)).not.toMatch(/gold/i);
  });

  it('is an import like others to who may not read gold', async () => {
    const kinds = async (by: Caller) => {
      const answer = await by.run(`query ($id: ID!) { batch(id: $id) { imports { nodes { annotationsAs } } } }`, {
        id: batchId,
      });
      return answer.batch.imports.nodes.map((one: { annotationsAs: string }) => one.annotationsAs);
    };
    expect(await kinds(manager!)).toEqual(['IGNORE', 'GOLD', 'GOLD']);
    for (const by of [lead, both]) expect(await kinds(by!)).toEqual(['IGNORE', 'IGNORE', 'IGNORE']);
    const { createApiKey } = await app.owner.run(
      `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { ... on CreatedApiKey { key } } }`,
      { input: { name: 'imports', scopes: ['task:import'] } },
    );
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${createApiKey.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `mutation ($input: ImportTasksInput!) { importTasks(input: $input) { __typename } }`,
        variables: { input: { batchId, items: items(1), annotationsAs: 'GOLD' } },
      }),
    });
    expect(((await response.json()) as any).errors[0].extensions.code).toBe('FORBIDDEN');
  });

  it('differs from work in no field that an annotator can read', async () => {
    await open(manager!, batchId);
    const fields = await readable();
    const seen: Record<string, unknown>[] = [];
    for (let held = await claim(ann!); held.__typename === 'Assignment'; held = await claim(ann!)) {
      const { assignment } = await ann!.run(`query ($id: ID!) { assignment(id: $id) { ${fields} } }`, { id: held.id });
      seen.push(assignment);
      await submit(ann!, held, animal('cat'));
    }
    expect(seen.map((one: any) => one.item.data.fileName).sort()).toEqual(['1.png', '2.png', '3.png']);
    const own = ['id', 'token', 'claimedAt', 'leaseExpiresAt', 'activeSeconds', 'idleSeconds', 'awaySeconds'];
    const same = seen.map((one: any) => ({
      ...Object.fromEntries(Object.entries(one).filter(([name]) => !own.includes(name))),
      item: { ...one.item, data: { ...one.item.data, fileName: '' } },
    }));
    expect(fields).toContain('prelabels');
    expect(same[1]).toEqual(same[0]);
    expect(same[2]).toEqual(same[0]);
  });

  /** Every field of an assignment without arguments, two levels deep. */
  const readable = async (): Promise<string> => {
    const ofType = (levels: number): string => `{ name kind ${levels ? `ofType ${ofType(levels - 1)}` : ''} }`;
    const { __schema } = await app.owner.run(
      `{ __schema { types { name fields { name args { name } type ${ofType(3)} } } } }`,
    );
    const named = (type: any): any => (type.ofType ? named(type.ofType) : type);
    const fieldsOf = (type: string, levels: number): string =>
      __schema.types
        .find(({ name }: { name: string }) => name === type)
        .fields.filter(({ args }: { args: unknown[] }) => args.length === 0)
        .map((field: any) => {
          const { name, kind } = named(field.type);
          if (kind !== 'OBJECT') return kind === 'SCALAR' || kind === 'ENUM' ? field.name : '';
          return levels ? `${field.name} { ${fieldsOf(name, levels - 1)} }` : '';
        })
        .join(' ');
    return fieldsOf('Assignment', 2);
  };
});
