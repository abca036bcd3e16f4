import { Injectable } from '@nestjs/common';
import { type Action, type Actor, ChangeLog, reachOf } from '../identity/index.js';
import { asLabelSchema, faultsOfSchema, type LabelSchema } from '../labels/index.js';
import { ClientFault, Database, type FieldFault, newId, Refusal, toGlobalId, type Tx } from '../platform/index.js';
import { SkillsService } from '../workforce/index.js';
import { faultsOfFieldVisibility, faultsOfJson, type FieldVisibility } from './field.rules.js';
import { policyChanges } from './policy-changes.rules.js';
import { asPolicy, faultsOfPolicy } from './policy.rules.js';
import type { Policy } from './policy.types.js';
import { type ProjectRow, ProjectsStore } from './projects.store.js';
import { faultsOfSkillNames, skillsOf } from './queue-policy.rules.js';

export interface CreateProject {
  name: string;
  description?: string;
  labelSchema: unknown;
  fieldVisibility?: unknown;
  policy?: unknown;
  teamIds: string[];
}

@Injectable()
export class ProjectsService {
  constructor(
    private readonly database: Database,
    private readonly store: ProjectsStore,
    private readonly changes: ChangeLog,
    private readonly skills: SkillsService,
  ) {}

  create(actor: Actor, input: CreateProject): Promise<ProjectRow | Refusal<'NAME_TAKEN'>> {
    const { name, description = '', teamIds } = input;
    const { labelSchema, fieldVisibility, policy } = checked(input);
    return this.database.transact(actor, async (tx) => {
      const id = newId();
      const isNew = await this.store.insert(tx, {
        id,
        name,
        description,
        labelSchema,
        fieldVisibility,
        createdBy: actor.memberId,
      });
      if (!isNew) return new Refusal('NAME_TAKEN', `There is already a project named “${name}”.`);
      await this.refuseUnknownSkills(tx, policy);
      await this.store.insertPolicy(tx, id, 1, policy, actor.memberId);
      await this.openToTeams(tx, id, teamIds, 'teamIds');
      await this.changes.record(tx, actor, {
        action: 'project:create',
        subjectId: id,
        policyVersion: 1,
        detail: { name },
      });
      return this.rowOf(tx, id);
    });
  }

  addTeam(actor: Actor, projectId: string, teamId: string): Promise<ProjectRow> {
    return this.change(actor, 'project:create', projectId, async (tx) => {
      await this.openToTeams(tx, projectId, [teamId], 'teamId');
      const detail = { teamId: toGlobalId('team', teamId) };
      await this.changes.record(tx, actor, { action: 'project:addTeam', subjectId: projectId, detail });
    });
  }

  removeTeam(actor: Actor, projectId: string, teamId: string): Promise<ProjectRow> {
    return this.change(actor, 'project:create', projectId, async (tx) => {
      if (!(await this.store.removeTeam(tx, projectId, teamId))) throw ClientFault.notFound('team of the project');
      const detail = { teamId: toGlobalId('team', teamId) };
      await this.changes.record(tx, actor, { action: 'project:removeTeam', subjectId: projectId, detail });
    });
  }

  /** The next version, for every claim and decision from now on; what was decided keeps the version it was decided under. */
  updatePolicy(actor: Actor, projectId: string, value: unknown, reason?: string): Promise<ProjectRow> {
    return this.change(actor, 'project:policy', projectId, async (tx, project) => {
      const policy = await this.checkPolicy(tx, project, value);
      const version = project.policyVersion + 1;
      await this.store.insertPolicy(tx, projectId, version, policy, actor.memberId, reason);
      await this.changes.record(tx, actor, {
        action: 'project:policy',
        subjectId: projectId,
        reason,
        policyVersion: version,
        detail: { changes: policyChanges(project.policy, policy) },
      });
    });
  }

  /** The policy with its defaults, if the project may have it. @throws a fault with the path of what is wrong */
  async checkPolicy(tx: Tx, { labelSchema }: ProjectRow, value: unknown): Promise<Policy> {
    refuseFaults([...faultsOfJson(value, 'policy'), ...faultsOfPolicy(value, labelSchema)]);
    const policy = asPolicy(value);
    await this.refuseUnknownSkills(tx, policy);
    return policy;
  }

  /** Null when there is none or it is not open to the caller. */
  find(actor: Actor, projectId: string): Promise<ProjectRow | null> {
    return this.database.transact(actor, (tx) => this.findVisible(tx, actor, projectId));
  }

  /** Those of the projects that are open to the caller, by id. */
  findMany(actor: Actor, projectIds: string[]): Promise<Map<string, ProjectRow>> {
    return this.database.transact(actor, async (tx) => {
      const rows = await this.store.findMany(tx, projectIds, limitOf(actor, 'project:read'));
      return new Map(rows.map((row) => [row.id, row]));
    });
  }

  page(actor: Actor, first: number, after: string | null): Promise<{ rows: ProjectRow[]; total: number }> {
    return this.database.transact(actor, (tx) => this.store.page(tx, limitOf(actor, 'project:read'), first, after));
  }

  /** The project, if a team of this person works in it, whatever else they may see. */
  ofMember(tx: Tx, projectId: string, memberId: string): Promise<ProjectRow | null> {
    return this.store.find(tx, projectId, memberId);
  }

  /** The project, if the actor may do `action` in it: everywhere, or where a team of theirs works. @throws NOT_FOUND, FORBIDDEN */
  async visible(tx: Tx, actor: Actor, projectId: string, action: Action = 'project:read'): Promise<ProjectRow> {
    const row = await this.findVisible(tx, actor, projectId, action);
    if (!row) throw ClientFault.notFound('project');
    return row;
  }

  /** Like `visible`, for callers to whom a closed door is no fault. */
  async findVisible(
    tx: Tx,
    actor: Actor,
    projectId: string,
    action: Action = 'project:read',
  ): Promise<ProjectRow | null> {
    return this.store.find(tx, projectId, limitOf(actor, action));
  }

  /** Which projects an action of the caller reaches; null: all of them. */
  async reached(tx: Tx, actor: Actor, action: Action): Promise<string[] | null> {
    const openTo = limitOf(actor, action);
    return openTo === null ? null : this.store.idsOpenTo(tx, openTo);
  }

  /** For other features, which have checked the caller: the project's row. */
  async rowOf(tx: Tx, projectId: string): Promise<ProjectRow> {
    const row = await this.store.find(tx, projectId, null);
    if (!row) throw ClientFault.notFound('project');
    return row;
  }

  /** The policy in force, or that of the version under which something began. */
  async policyOf(tx: Tx, projectId: string, version?: number): Promise<Policy> {
    const policy =
      version === undefined
        ? (await this.rowOf(tx, projectId)).policy
        : await this.store.policy(tx, projectId, version);
    if (!policy) throw new Error(`project ${projectId} has no policy ${version}`);
    return policy;
  }

  async schemaOf(tx: Tx, projectId: string): Promise<LabelSchema> {
    return (await this.rowOf(tx, projectId)).labelSchema;
  }

  /** For whoever asks a model for pre-labels: how long tasks that come from now on wait for theirs; null: they do not. */
  waitForPrelabels(tx: Tx, projectId: string, minutes: number | null): Promise<void> {
    return this.store.waitForPrelabels(tx, projectId, minutes);
  }

  /** For the rooms of this feature: a change of the project by whoever may do `action`, one at a time. */
  change(
    actor: Actor,
    action: Action,
    projectId: string,
    work: (tx: Tx, project: ProjectRow) => Promise<void>,
  ): Promise<ProjectRow> {
    return this.database.transact(actor, async (tx) => {
      await this.store.lock(tx, projectId);
      await work(tx, await this.visible(tx, actor, projectId, action));
      return this.rowOf(tx, projectId);
    });
  }

  private async refuseUnknownSkills(tx: Tx, policy: Policy): Promise<void> {
    refuseFaults(faultsOfSkillNames(policy, await this.skills.namesAmong(tx, skillsOf(policy))));
  }

  private async openToTeams(tx: Tx, projectId: string, teamIds: string[], path: string): Promise<void> {
    if (teamIds.length === 0) return;
    const known = await this.store.addTeams(tx, projectId, teamIds);
    if (teamIds.some((id) => !known.has(id))) throw ClientFault.invalid(path, 'there is no such team');
  }
}

/** Whose teams decide what is open: null for everything. */
function limitOf(actor: Actor, action: Action): string | null {
  const reach = reachOf(actor, action);
  if (reach === null) throw ClientFault.forbidden(action);
  return reach === 'ANY' ? null : actor.memberId;
}

function checked(input: CreateProject): { labelSchema: LabelSchema; fieldVisibility: FieldVisibility; policy: Policy } {
  const { labelSchema, fieldVisibility = {}, policy = {} } = input;
  refuseFaults([
    ...faultsOfJson(labelSchema, 'labelSchema'),
    ...faultsOfJson(fieldVisibility, 'fieldVisibility'),
    ...faultsOfJson(policy, 'policy'),
  ]);
  refuseFaults(
    faultsOfSchema(labelSchema).map(({ path, message }) => ({
      path: ['labelSchema', path].filter(Boolean).join('.'),
      message,
    })),
  );
  const schema = asLabelSchema(labelSchema);
  refuseFaults([...faultsOfFieldVisibility(fieldVisibility), ...faultsOfPolicy(policy, schema)]);
  return { labelSchema: schema, fieldVisibility: fieldVisibility as FieldVisibility, policy: asPolicy(policy) };
}

function refuseFaults(faults: FieldFault[]): void {
  if (faults.length > 0) throw ClientFault.invalidFields(faults);
}
