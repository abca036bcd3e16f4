import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inThread, randomOf } from '../../src/consensus/index.js';
import { AnalysisRunner } from '../../src/metrics/analyses/analysis-runner.service.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { asApplication } from '../factories/time.js';
import { batch, claim, importItems, open, project, rowId, submit, until } from '../factories/work.js';

const options = ['cat', 'dog', 'fox'];
/** Two who know, and three who mostly guess. */
const accuracies = [0.97, 0.95, 0.4, 0.4, 0.4];
const count = 90;
const schema = {
  classes: [
    { name: 'Head', kind: 'BOX' },
    { name: 'indoors', kind: 'TAG' },
  ],
  fields: [
    { name: 'animal', kind: 'CHOICE', options, required: true },
    { name: 'age', kind: 'NUMBER' },
    { name: 'note', kind: 'TEXT' },
  ],
};

/** What is true of an item, by its number. */
const truthOf = (item: number) => ({
  animal: options[(item * 7 + (item % 5)) % 3]!,
  age: 1 + (item % 12),
  x: item % 40,
});
const labelsOf = (truth: ReturnType<typeof truthOf>) => [
  { kind: 'CHOICE', field: 'animal', option: truth.animal },
  { kind: 'NUMBER', field: 'age', value: truth.age },
  { kind: 'TEXT', field: 'note', text: `a ${truth.animal} in the garden` },
  { kind: 'BOX', class: 'Head', x: truth.x, y: 0, width: 20, height: 20 },
];

/** What each person says of each item: the same in every run. */
const random = randomOf(17);
const said = accuracies.map((accuracy) =>
  Array.from({ length: count }, (_, item) => {
    const truth = truthOf(item);
    const others = options.filter((option) => option !== truth.animal);
    const isRight = random.next() < accuracy;
    const animal = isRight ? truth.animal : others[random.integer(2)]!;
    return labelsOf({ animal, age: truth.age + (isRight ? 0 : 5), x: truth.x + (isRight ? 1 : 10) });
  }),
);

const figure = 'value low high n';
const partFields = `kind name metric items raters pairable alpha { ${figure} } percent { ${figure} } meanIou { ${figure} }`;
const agreementQuery = `query ($projectId: ID!, $batchId: ID, $by: AgreementStrata) { agreement(projectId: $projectId, batchId: $batchId, by: $by) {
  tasks answers isCapped overall { ${partFields} } parts { ${partFields} } bySource { source tasks answers parts { ${partFields} } } csv } }`;
const analysisFields = 'id kind state done total result error finishedAt';
const compareMutation = `mutation ($projectId: ID!) { compareMethods(projectId: $projectId) { ${analysisFields} } }`;
const holds = ({ low, high }: { low: number; high: number }, value: number) => low < value && value < high;

describe('how far people agree, and which method to choose', () => {
  let app: TestApp;
  let manager: Caller;
  let people: Caller[];
  let teamId: string;
  let small: string;
  let projectId: string;
  let batchId: string;

  beforeAll(async () => {
    app = await startApp();
    teamId = await team(app);
    manager = await person(app, ['PROJECT_MANAGER'], teamId);
    people = [];
    for (let index = 0; index < accuracies.length; index += 1) people.push(await person(app, ['ANNOTATOR'], teamId));
    small = await team(app, 'Small');
    projectId = await project(manager, teamId, {
      labelSchema: schema,
      teamIds: [teamId, small],
      policy: { overlap: 5, agreement: { classes: ['Head'], threshold: 0.6 } },
    });
    batchId = await batch(manager, projectId);
    const items = Array.from({ length: count }, (_, item) => ({
      externalKey: `item-${item}`,
      data: { fileName: `${item}` },
      source: item % 2 ? 'street' : 'zoo',
    }));
    await importItems(manager, batchId, items.slice(30));
    const gold = items.slice(0, 30).map((item, at) => ({ ...item, labels: labelsOf(truthOf(at)) }));
    await importItems(manager, batchId, gold, 'GOLD');
    await open(manager, batchId);
    await Promise.all(
      people.map(async (by, index) => {
        for (let held = await claim(by); held.__typename === 'Assignment';)
          held = (await submit(by, held, said[index]![Number(held.item.data.fileName)], true)).next;
      }),
    );
  }, 120_000);
  afterAll(() => app.stop());

  const ended = (by: Caller, id: string) =>
    until(async () => {
      const { analysis } = await by.run(`query ($id: ID!) { analysis(id: $id) { ${analysisFields} } }`, { id });
      return analysis.state !== 'RUNNING' && analysis;
    }, 60_000);

  it('measures each part of the schema and the whole, with intervals that hold what was planted', async () => {
    const { agreement } = await manager.run(agreementQuery, { projectId });
    expect(agreement).toMatchObject({ tasks: count, answers: count * 5, isCapped: false, bySource: [] });
    expect(agreement.parts.map(({ name, metric }: any) => [name, metric])).toEqual([
      ['animal', 'NOMINAL'],
      ['age', 'INTERVAL'],
      ['note', 'EDIT_DISTANCE'],
      ['Head', 'ONE_MINUS_IOU'],
      ['indoors', 'NOMINAL'],
    ]);
    const [animal, age, note, head, indoors] = agreement.parts;
    for (const part of [animal, age, note, head, agreement.overall])
      expect(part).toMatchObject({ items: count, raters: 5, pairable: count * 5, alpha: { n: count } });

    console.log(agreement.parts.map(({ name, alpha, percent }: any) => `${name}: alpha ${alpha.value?.toFixed(3)} [${alpha.low?.toFixed(3)}, ${alpha.high?.toFixed(3)}], percent ${percent.value.toFixed(3)}`).join('\n')); // prettier-ignore
    // Two people agree when both are right, or wrong alike: one of two wrong options each.
    const pairs = accuracies.flatMap((a, at) => accuracies.slice(at + 1).map((b) => a * b + ((1 - a) * (1 - b)) / 2));
    const expected = pairs.reduce((sum, one) => sum + one, 0) / pairs.length;
    expect(holds(animal.percent, expected)).toBe(true);
    // Options are about equally frequent, so chance agrees in a third.
    expect(holds(animal.alpha, (expected - 1 / 3) / (2 / 3))).toBe(true);
    // Equal boxes when both are right or both are wrong, else 9 pixels of 20 apart.
    const alike = accuracies.flatMap((a, at) => accuracies.slice(at + 1).map((b) => a * b + (1 - a) * (1 - b)));
    const same = alike.reduce((sum, one) => sum + one, 0) / alike.length;
    expect(holds(head.meanIou, same + ((1 - same) * 11) / 29)).toBe(true);
    expect(indoors).toMatchObject({ alpha: { value: null }, percent: { value: 1 }, meanIou: null });
  });

  it('tells sources apart, and one batch from the project', async () => {
    const { agreement } = await manager.run(agreementQuery, { projectId, batchId, by: 'SOURCE' });
    expect(agreement.bySource.map(({ source, tasks, answers }: any) => [source, tasks, answers])).toEqual([
      ['street', 45, 225],
      ['zoo', 45, 225],
    ]);
    const lines = agreement.csv.trim().split('\r\n');
    expect(lines.map((line: string) => line.split(',').slice(0, 3).join())).toEqual([
      'source,kind,name',
      ...['ALL', 'street', 'zoo'].flatMap((source) =>
        ['ALL,ALL', 'CHOICE,animal', 'NUMBER,age', 'TEXT,note', 'BOX,Head', 'TAG,indoors'].map(
          (part) => `${source},${part}`,
        ),
      ),
    ]);
    for (const { parts } of agreement.bySource) expect(parts[0]).toMatchObject({ name: 'animal', items: 45 });
    const empty = await batch(manager, projectId, 'Empty');
    const { agreement: none } = await manager.run(agreementQuery, { projectId, batchId: empty });
    expect(none).toMatchObject({ tasks: 0, overall: { alpha: { value: null, n: 0 }, items: 0 } });
    const other = await project(manager, teamId, { name: 'Other' });
    const wrong = await manager.send(agreementQuery, { projectId: other, batchId });
    expect(wrong.errors?.[0]?.extensions.fields).toMatchObject([{ path: 'batchId' }]);
  });

  it('compares methods on gold: those that learn who knows are right more often than a vote', async () => {
    const { compareMethods } = await manager.run(compareMutation, { projectId });
    expect(compareMethods).toMatchObject({ kind: 'METHOD_COMPARISON', state: 'RUNNING', result: null });
    const { result, ...analysis } = await ended(manager, compareMethods.id);
    expect(analysis).toMatchObject({ state: 'DONE', error: null, done: 23, total: 23 });
    expect(result).toMatchObject({ goldTasks: 30, answeredTasks: count, answers: count * 5, people: 5, note: null });
    const [animal, age, note, head, indoors] = result.parts;
    const scores = Object.fromEntries(animal.methods.map(({ method, score }: any) => [method, score]));
    console.log(Object.entries<any>(scores).map(([method, { value, low, high, n }]) => `${method} ${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}] n ${n}`).join('\n')); // prettier-ignore
    expect(scores['one-coin'].value).toBeGreaterThan(scores['majority-vote'].value);
    expect(scores['dawid-skene'].value).toBeGreaterThan(scores['majority-vote'].value);
    for (const score of Object.values<any>(scores)) expect(score).toMatchObject({ n: 30, low: expect.any(Number) });
    expect(animal.omitted.map(({ method }: any) => method)).toEqual(['kos']);
    for (const part of [age, note, head])
      for (const { score } of part.methods) {
        expect(score.n).toBe(30);
        expect(score.low <= score.value && score.value <= score.high).toBe(true);
      }
    expect(indoors.methods[0].score).toMatchObject({ value: 1, n: 30 });
    const { analyses } = await manager.run(
      `query ($projectId: ID!) { analyses(projectId: $projectId) { totalCount nodes { id state } } }`,
      { projectId },
    );
    expect(analyses).toEqual({ totalCount: 1, nodes: [{ id: analysis.id, state: 'DONE' }] });
  });

  const matrix = (query: string) => `query ($projectId: ID!, $batchId: ID, $memberId: ID) { ${query} }`;
  const peopleMatrix = `query ($projectId: ID!, $batchId: ID) { agreementMatrix(projectId: $projectId, batchId: $batchId) {
    people { memberId name answers } pairs { memberId otherId n alike share interval shown meanScore } peopleLeft isCapped definition csv } }`;
  const confusions = matrix(`confusionMatrix(projectId: $projectId, batchId: $batchId, memberId: $memberId) {
    tasks answers isCapped csv parts { kind name values valuesLeft rows { value n cells { value count interval } } } }`);

  it('shows who answers like whom: those who know like each other, and nobody else', async () => {
    const { agreementMatrix } = await manager.run(peopleMatrix, { projectId });
    expect(agreementMatrix).toMatchObject({ peopleLeft: 0, isCapped: false });
    expect(agreementMatrix.people).toHaveLength(5);
    expect(agreementMatrix.pairs).toHaveLength(10);
    const [first, second] = [people[0]!.id, people[1]!.id];
    const isOfBoth = ({ memberId, otherId }: any) => [memberId, otherId].every((id) => id === first || id === second);
    const known = agreementMatrix.pairs.find(isOfBoth);
    const others = agreementMatrix.pairs.filter((pair: any) => !isOfBoth(pair));
    for (const { n, share } of others) expect({ n, isLess: share < known.interval[0] }).toEqual({ n: count, isLess: true }); // prettier-ignore
    expect(known.alike / known.n).toBe(known.share);
    expect(agreementMatrix.csv.trim().split('\r\n')).toHaveLength(11);
  });

  it('shows what is taken for what, of everybody and of one person; nothing is held against itself', async () => {
    // Those that disagree too much wait for adjudication, and are no result.
    await until(async () => {
      const { batch: one } = await manager.run(`query ($id: ID!) { batch(id: $id) { progress { states { state count } } } }`, { id: batchId }); // prettier-ignore
      return one.progress.states.every(({ state, count: n }: any) => n === 0 || state === 'SETTLED' || state === 'ADJUDICATING'); // prettier-ignore
    });
    const { tasks } = await manager.run(
      `query ($batchId: ID!) { tasks(batchId: $batchId, first: 100, state: SETTLED) { nodes { externalKey result { labels } } } }`,
      { batchId },
    );
    const animalOf = (labels: any[]): string => labels.find(({ field }) => field === 'animal').option;
    /** What the results say beside what the person of that number says, counted here: `cat for dog` is a dog taken for a cat. */
    const countsOf = (numbers: number[]) => {
      const counts: Record<string, number> = {};
      for (const { externalKey, result } of tasks.nodes)
        for (const number of numbers) {
          const key = `${animalOf(said[number]![Number(externalKey.slice('item-'.length))]!)} for ${animalOf(result.labels)}`; // prettier-ignore
          counts[key] = (counts[key] ?? 0) + 1;
        }
      return counts;
    };
    const cellsOf = ({ rows }: any): Record<string, number> =>
      Object.fromEntries(rows.flatMap((row: any) => row.cells.filter((cell: any) => cell.count).map((cell: any) => [`${cell.value} for ${row.value}`, cell.count]))); // prettier-ignore

    const { confusionMatrix: settled } = await manager.run(confusions, { projectId });
    expect(settled).toMatchObject({ tasks: tasks.nodes.length, answers: tasks.nodes.length * 5 });
    expect(settled.tasks).toBeGreaterThan(0);
    const [animal, indoors, instances] = settled.parts;
    expect([animal, indoors, instances].map(({ kind, name }: any) => [kind, name])).toEqual([['CHOICE', 'animal'], ['TAG', 'indoors'], ['INSTANCES', null]]); // prettier-ignore
    expect([...animal.values].sort()).toEqual(options);
    expect(cellsOf(animal)).toEqual(countsOf([0, 1, 2, 3, 4]));
    for (const number of [0, 4]) {
      const { confusionMatrix: own } = await manager.run(confusions, { projectId, memberId: people[number]!.id });
      expect(own.answers).toBe(settled.tasks);
      expect(cellsOf(own.parts[0])).toEqual(countsOf([number]));
    }
    // One answer that settled by itself says nothing of itself.
    const alone = await project(manager, teamId, { name: 'Alone', labelSchema: schema });
    const only = await batch(manager, alone);
    await importItems(manager, only, [{ externalKey: 'one', data: {} }]);
    await open(manager, only);
    await submit(people[0]!, await claim(people[0]!, { projectId: alone }), labelsOf(truthOf(1)));
    await until(async () => (await manager.run(`query ($id: ID!) { batch(id: $id) { progress { states { state count } } } }`, { id: only })).batch.progress.states.some(({ state, count: n }: any) => state === 'SETTLED' && n === 1)); // prettier-ignore
    const { confusionMatrix: none } = await manager.run(confusions, { projectId: alone });
    expect(none).toMatchObject({ tasks: 0, answers: 0 });
  });

  it('shows a lead the people whom they lead, and clients and annotators no matrix', async () => {
    const lead = await person(app, ['TEAM_LEAD']);
    await app.owner.run(`mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`, { teamId: small, memberId: lead.id }); // prettier-ignore
    for (const { id } of people.slice(2, 4))
      await app.owner.run(`mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId) { id } }`, { teamId: small, memberId: id }); // prettier-ignore
    const codeOf = async (by: Caller, query: string, more: object = {}) =>
      (await by.send(query, { projectId, ...more })).errors?.[0]?.extensions.code;
    const { agreementMatrix } = await lead.run(peopleMatrix, { projectId });
    expect(agreementMatrix.people.map(({ memberId }: any) => memberId).sort()).toEqual([people[2]!.id, people[3]!.id].sort()); // prettier-ignore
    const { confusionMatrix } = await lead.run(confusions, { projectId });
    expect(confusionMatrix.tasks).toBeGreaterThan(0);
    expect(confusionMatrix.answers).toBe(confusionMatrix.tasks * 2);
    expect(await codeOf(lead, confusions, { memberId: people[0]!.id })).toBe('NOT_FOUND');
    const client = await person(app, ['CLIENT'], teamId);
    for (const by of [client, people[0]!])
      for (const query of [peopleMatrix, confusions]) expect(await codeOf(by, query)).toBe('FORBIDDEN');
  });

  it('without gold says how to add some', async () => {
    const bare = await project(manager, teamId, { name: 'Without gold' });
    const { compareMethods } = await manager.run(compareMutation, { projectId: bare });
    const { state, result } = await ended(manager, compareMethods.id);
    expect({ state, goldTasks: result.goldTasks }).toEqual({ state: 'DONE', goldTasks: 0 });
    expect(result.note).toContain('addGold');
  });

  it('is not open to annotators, nor comparisons to leads and clients', async () => {
    const [lead, client] = [await person(app, ['TEAM_LEAD'], teamId), await person(app, ['CLIENT'], teamId)];
    const codeOf = async (by: Caller, query: string) =>
      (await by.send(query, { projectId })).errors?.[0]?.extensions.code;
    expect(await codeOf(people[0]!, agreementQuery)).toBe('FORBIDDEN');
    for (const by of [lead, client]) {
      expect(await codeOf(by, agreementQuery)).toBeUndefined();
      expect(await codeOf(by, compareMutation)).toBe('FORBIDDEN');
    }
    const stranger = await person(app, ['CLIENT'], await team(app, 'Elsewhere'));
    expect(await codeOf(stranger, agreementQuery)).toBe('NOT_FOUND');
  });

  describe('an analysis that takes long', () => {
    /** Every thread for heavy work is taken, so that the comparison waits as it would behind a long one. */
    let freeThreads: () => void = () => undefined;
    afterEach(() => freeThreads());
    const takeThreads = async () => {
      const file = join(app.config.MUSTER_HOME, 'endless.mjs');
      await writeFile(file, 'export default () => new Promise(() => setInterval(() => undefined, 1000));');
      const free = new AbortController();
      for (let thread = 0; thread < Math.max(1, availableParallelism() - 1); thread += 1)
        inThread(pathToFileURL(file), {}, { signal: free.signal }).catch(() => undefined);
      freeThreads = () => free.abort();
    };
    const look = async (id: string) =>
      (await manager.run(`query ($id: ID!) { analysis(id: $id) { ${analysisFields} } }`, { id })).analysis;
    const rowOf = async (id: string) =>
      asApplication(app, async (client) => {
        const { rows } = await client.query(`SELECT run_id, runs FROM analysis WHERE id = $1`, [rowId(id)]);
        return rows[0] as { run_id: string | null; runs: number };
      });
    const start = async () => {
      const { compareMethods } = await manager.run(compareMutation, { projectId });
      await until(async () => (await rowOf(compareMethods.id)).run_id);
      return compareMethods.id as string;
    };
    /** Whoever worked on it is gone, and has been silent for a minute. */
    const die = (id: string, runs: number) =>
      asApplication(app, (client) =>
        client.query(
          `UPDATE analysis SET run_id = gen_random_uuid(), runs = $2, progress_at = muster_now() - interval '1 minute' WHERE id = $1`,
          [rowId(id), runs],
        ),
      );

    it('is not begun twice, stops when it is cancelled, and stands in the way of nothing then', async () => {
      await takeThreads();
      const id = await start();
      const again = await manager.run(compareMutation, { projectId });
      expect(again.compareMethods.id).toBe(id);
      const stop = 'mutation ($id: ID!) { cancelAnalysis(id: $id) { state finishedAt } }';
      expect((await people[0]!.send(stop, { id })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      expect((await manager.run(stop, { id })).cancelAnalysis).toEqual({ state: 'CANCELLED', finishedAt: expect.any(String) }); // prettier-ignore
      // Imports wait for the same queue of heavy jobs.
      const items = [{ externalKey: 'later' }];
      expect(await importItems(manager, await batch(manager, projectId, 'Later'), items)).toMatchObject({ created: 1 });
      freeThreads();
      expect(await look(id)).toMatchObject({ state: 'CANCELLED', result: null, error: null });
      expect((await manager.run(stop, { id })).cancelAnalysis.state).toBe('CANCELLED');
      expect((await look(await start())).id).not.toBe(id);
    });

    it('is begun again when whoever worked on it has died', async () => {
      await until(async () => (await running()).length === 0);
      await takeThreads();
      const id = await start();
      const first = await rowOf(id);
      await die(id, 1);
      const second = await until(async () => {
        const row = await rowOf(id);
        return row.runs === 2 && row;
      }, 30_000);
      expect(second.run_id).not.toBe(first.run_id);
      freeThreads();
      expect(await ended(manager, id)).toMatchObject({ state: 'DONE', done: 23 });
    }, 60_000);

    it('is given up after three times, with a sentence', async () => {
      await takeThreads();
      const id = await start();
      await die(id, 3);
      const organizationId = rowId((await app.owner.run('{ organization { id } }')).organization.id);
      await app.server.app.get(AnalysisRunner, { strict: false }).run(organizationId, rowId(id));
      freeThreads();
      expect(await look(id)).toMatchObject({
        state: 'FAILED',
        error: expect.stringContaining('3 times'),
        result: null,
      });
    });

    const running = async () => {
      const { analyses } = await manager.run(
        `query ($projectId: ID!) { analyses(projectId: $projectId) { nodes { state } } }`,
        { projectId },
      );
      return analyses.nodes.filter(({ state }: { state: string }) => state === 'RUNNING');
    };
  });
});
