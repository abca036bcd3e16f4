import { Readable } from 'node:stream';
import { BatchesService, ImportsService } from '../../batches/index.js';
import type { Random } from '../../consensus/index.js';
import type { Actor } from '../../identity/index.js';
import { ProjectsService } from '../../projects/index.js';
import { TeamsService } from '../../workforce/index.js';
import { type BatchName, maximumOverlap, overlap, reviewed } from '../forecast/fortnight.js';
import { colleagues, day, startsAt, type VirtualColleague } from '../forecast/fortnight-people.js';
import { shapes, type TaskTruth, truthsOf } from '../forecast/fortnight-truths.js';
import type { SimulatedMuster } from './simulated-muster.js';
import { granted, join, ownerOf } from './stage.js';

export interface ForecastCast {
  actor: Actor;
  person: VirtualColleague;
}

export interface ForecastBatch {
  id: string;
  name: BatchName;
  tasks: number;
  deadlineAt: number;
}

export interface ForecastStage {
  owner: Actor;
  projectId: string;
  people: ForecastCast[];
  first: ForecastBatch;
  late: ForecastBatch;
  /** by the name of the file */
  truths: Map<string, TaskTruth & { name: BatchName }>;
}

export const field = 'animal';
/** What may be said of a task; the first is right. */
export const options = ['cat', 'dog', 'bird', 'fish'] as const;
const policy = { overlap, maximumOverlap, review: [{ rate: reviewed, seed: 'forecast' }] };

/** People with rosters and leave, and two batches of one project, of which the first is open. @param mostTasks of a batch */
export async function prepareForecastStage(
  muster: SimulatedMuster,
  mostTasks: number,
  random: Random,
): Promise<ForecastStage> {
  // prettier-ignore
  const owner = await ownerOf(muster);
  const service = <Service>(type: new (...parts: never[]) => Service) => muster.services.get(type, { strict: false });
  const team = granted(await service(TeamsService).create(owner, 'Crew'));
  const people: ForecastCast[] = [];
  for (const [place, person] of colleagues(random).entries()) {
    const actor = await join(muster, owner, `Person ${place + 1}`, person.isReviewer ? 'REVIEWER' : 'ANNOTATOR');
    await service(TeamsService).addMember(owner, team.id, actor.memberId, false);
    await keepRoster(muster, actor, person);
    people.push({ actor, person });
  }
  const project = granted(
    await service(ProjectsService).create(owner, {
      name: 'Fortnight',
      labelSchema: { classes: [], fields: [{ name: field, kind: 'CHOICE', options: [...options], required: true }] }, // prettier-ignore
      policy,
      teamIds: [team.id],
    }),
  );
  const truths: ForecastStage['truths'] = new Map();
  const first = await batchOf('first', 0, 12);
  const late = await batchOf('late', 5, 8);
  granted(await service(BatchesService).open(owner, first.id));
  await muster.settle(1);
  return { owner, projectId: project.id, people, first, late, truths };

  async function batchOf(name: BatchName, priority: number, days: number): Promise<ForecastBatch> {
    const deadlineAt = startsAt + days * day;
    const { id } = granted(await service(BatchesService).create(owner, { projectId: project.id, name, priority, deadlineAt: new Date(deadlineAt) })); // prettier-ignore
    const items = truthsOf(name, random, shapes.usual)
      .slice(0, mostTasks)
      .map((truth, place) => {
        const fileName = `${name}-${place}.png`;
        truths.set(fileName, { ...truth, name });
        return { externalKey: `${name}-${place}`, data: { fileName, width: 100, height: 100 } };
      });
    const lines = Readable.from([Buffer.from(items.map((item) => JSON.stringify(item)).join('\n'))]);
    const upload = await service(ImportsService).upload(owner, `${name}.jsonl`, lines);
    granted(await service(ImportsService).start(owner, { batchId: id, format: 'JSONL', annotationsAs: 'IGNORE', from: { uploadId: upload.id } })); // prettier-ignore
    await muster.settle(1);
    return { id, name, tasks: items.length, deadlineAt };
  }
}

/** As the rules of shifts come out: plain windows, and leave by days. */
function keepRoster(
  { database }: SimulatedMuster,
  { organizationId, memberId }: Actor,
  { shifts, leave }: VirtualColleague,
) {
  return database.transact({ organizationId }, async (tx) => {
    await tx.query(
      `INSERT INTO shift_window (organization_id, member_id, starts_at, ends_at) SELECT $1, $2, f, t FROM unnest($3::timestamptz[], $4::timestamptz[]) w(f, t)`,
      [organizationId, memberId, shifts.map(({ from }) => new Date(from)), shifts.map(({ to }) => new Date(to))],
    );
    for (const { from } of leave)
      await tx.query(
        `INSERT INTO leave (id, organization_id, member_id, kind, starts_on, ends_on, time_zone, recorded_by) VALUES (gen_random_uuid(), $1, $2, 'VACATION', $3, $3, 'UTC', $2)`,
        [organizationId, memberId, new Date(from).toISOString().slice(0, 10)],
      );
  });
}
