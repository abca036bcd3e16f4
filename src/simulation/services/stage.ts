import { Readable } from 'node:stream';
import { BatchesService, ImportsService } from '../../batches/index.js';
import { type Actor, InvitationsService, MembersService, type Role } from '../../identity/index.js';
import { newId, Refusal } from '../../platform/index.js';
import { type PolicyInput, ProjectsService } from '../../projects/index.js';
import { TeamsService } from '../../workforce/index.js';
import type { VirtualPerson } from '../virtual-people.js';
import { classNames, type Plan } from './plan.js';
import type { SimulatedMuster } from './simulated-muster.js';

export const field = 'animal';
export const labelsOf = (place: number) => [{ kind: 'CHOICE', field, option: classNames[place] }];

export interface Cast {
  actor: Actor;
  virtual: VirtualPerson;
  isReviewer: boolean;
}

export interface Stage {
  organizationId: string;
  projectId: string;
  batchId: string;
  owner: Actor;
  cast: Cast[];
}

/** A policy as the documentation advises it. */
export const policyOf = ({ overlap, maximumOverlap, bar, seed }: Plan): PolicyInput => ({
  overlap,
  maximumOverlap,
  consensus: { confidence: 0.9 },
  gold: { start: 0.2, floor: 0.02, mostExposures: 100 },
  trust: { bar },
  review: [{ rate: 0.02, seed: `review ${seed}` }],
  rereview: { rate: 0.1, seed: `rereview ${seed}` },
});

/** Organization, people, project, and a batch that is open; the gold stands in a batch that is not. */
export async function prepareStage(muster: SimulatedMuster, plan: Plan): Promise<Stage> {
  const owner = await ownerOf(muster);
  const service = <Service>(type: new (...parts: never[]) => Service) => muster.services.get(type, { strict: false });
  const team = granted(await service(TeamsService).create(owner, 'Crew'));
  const cast: Cast[] = [];
  for (const [place, virtual] of [...plan.annotators, ...plan.reviewers].entries()) {
    const isReviewer = place >= plan.annotators.length;
    const actor = await join(muster, owner, `Person ${place + 1}`, isReviewer ? 'REVIEWER' : 'ANNOTATOR');
    await service(TeamsService).addMember(owner, team.id, actor.memberId, false);
    cast.push({ actor, virtual, isReviewer });
  }
  const project = granted(
    await service(ProjectsService).create(owner, {
      name: 'Simulation',
      labelSchema: { classes: [], fields: [{ name: field, kind: 'CHOICE', options: classNames, required: true }] },
      policy: policyOf(plan),
      teamIds: [team.id],
    }),
  );
  await batchOf('Known answers', plan.goldKeys, 'GOLD');
  const batchId = await batchOf('Work', plan.workKeys, 'IGNORE');
  granted(await service(BatchesService).open(owner, batchId));
  await muster.settle(1);
  await seedGoldDraws(muster, owner.organizationId, project.id, plan.seed);
  return { organizationId: owner.organizationId, projectId: project.id, batchId, owner, cast };

  async function batchOf(name: string, keys: string[], annotationsAs: 'GOLD' | 'IGNORE'): Promise<string> {
    const { id } = granted(await service(BatchesService).create(owner, { projectId: project.id, name }));
    const items = keys.map((key) => ({
      externalKey: key,
      data: { fileName: `${key}.png`, width: 100, height: 100 },
      ...(annotationsAs === 'GOLD' && { labels: labelsOf(plan.truthOf(key)) }),
    }));
    const lines = Readable.from([Buffer.from(items.map((item) => JSON.stringify(item)).join('\n'))]);
    const upload = await service(ImportsService).upload(owner, `${name}.jsonl`, lines);
    const request = { batchId: id, format: 'JSONL', annotationsAs, from: { uploadId: upload.id } } as const;
    const { id: importId } = granted(await service(ImportsService).start(owner, request));
    await muster.settle(1);
    const done = await service(ImportsService).find(owner, importId);
    if (done?.state !== 'DONE' || done.createdCount !== String(keys.length))
      throw new Error(`the import of ${name} ended ${done?.state}: ${done?.error}, ${done?.createdCount} tasks`);
    return id;
  }
}

export async function ownerOf({ database }: SimulatedMuster): Promise<Actor> {
  const [owner] = await database.asSystem<Pick<Actor, 'organizationId' | 'memberId' | 'name' | 'email' | 'roles'>>(
    `SELECT organization_id AS "organizationId", id AS "memberId", name, email, roles FROM member`,
  );
  return { ...owner!, scopes: null };
}

export async function join({ services }: SimulatedMuster, owner: Actor, name: string, role: Role): Promise<Actor> {
  const email = `${name.toLowerCase().replace(' ', '-')}@simulation.example`;
  const invited = granted(
    await services.get(MembersService, { strict: false }).invite(owner, { email, name, roles: [role] }),
  );
  const visitor = { address: '127.0.0.1', client: null };
  const joined = granted(
    await services.get(InvitationsService, { strict: false }).accept(invited.token, newId(), undefined, visitor),
  );
  const { organizationId } = owner;
  return { organizationId, memberId: joined.member.id, name, email, roles: [role], scopes: null };
}

/** The draws of gold come from a secret of the project; here it is the seed's. */
async function seedGoldDraws({ database }: SimulatedMuster, organizationId: string, projectId: string, seed: number) {
  await database.transact({ organizationId }, (tx) =>
    tx.query(`INSERT INTO gold_pace (project_id, organization_id, seed) VALUES ($1, $2, $3)`, [
      projectId,
      organizationId,
      `gold ${seed}`,
    ]),
  );
}

export function granted<Answer extends object>(answer: Answer): Exclude<Answer, Refusal> {
  if (answer instanceof Refusal) throw new Error(answer.message);
  return answer as Exclude<Answer, Refusal>;
}
