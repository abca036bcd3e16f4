import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog } from '../identity/index.js';
import { ClientFault, Database, Outbox, Refusal, toGlobalId } from '../platform/index.js';
import { ProjectsService } from '../projects/index.js';
import { afterCorrection } from '../quality/index.js';
import type { SwitchingRow } from './audit.types.js';
import { SwitchingStore } from './switching.store.js';

/** How the next lots are inspected, line by line: a project's own, and those of the teams that make whole lots in it. */
@Injectable()
export class InspectionService {
  constructor(
    private readonly database: Database,
    private readonly switching: SwitchingStore,
    private readonly projects: ProjectsService,
    private readonly changes: ChangeLog,
    private readonly outbox: Outbox,
  ) {}

  /** @param teamId of this team's line only */
  of(actor: Actor, projectId: string, teamId: string | null): Promise<SwitchingRow[]> {
    return this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, projectId, 'audit:read');
      const rows = await this.switching.ofProject(tx, projectId);
      return teamId === null ? rows : rows.filter((row) => row.teamId === teamId);
    });
  }

  /** Inspection goes on, tightened, where it was discontinued. @param teamId null: in the project's own line */
  async correctCause(
    actor: Actor,
    projectId: string,
    teamId: string | null,
    reason: string,
  ): Promise<SwitchingRow[] | Refusal<'NOT_DISCONTINUED'>> {
    const answer = await this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, projectId, 'audit:decide');
      const lines = await this.switching.ofProject(tx, projectId);
      const known = lines.filter((row) => row.teamId === teamId).map(({ severity }) => severity);
      if (teamId !== null && known.length === 0)
        throw ClientFault.invalid('teamId', 'must be a team that has a line of lots in this project');
      const line = { projectId, teamId };
      let isMoved = false;
      for (const { severity, state } of await this.switching.lock(tx, line, known)) {
        const { state: after, move } = afterCorrection(state);
        if (!move) continue;
        isMoved = true;
        await this.switching.keep(tx, line, severity, after, move.reason);
      }
      if (!isMoved) return new Refusal('NOT_DISCONTINUED', notDiscontinued(lines));
      const change = { action: 'audit:correct', subjectId: projectId, subjectKind: 'project', reason } as const;
      await this.changes.record(tx, actor, { ...change, detail: { teamId: teamId && toGlobalId('team', teamId) } });
      await this.outbox.publish(tx, { type: 'audit.corrected', subjectId: projectId });
      return this.switching.of(tx, line);
    });
    this.outbox.wake();
    return answer;
  }
}

/** Whoever named no line is told which one they may have meant. */
function notDiscontinued(lines: readonly SwitchingRow[]): string {
  const stopped = lines.filter(({ state }) => state.position === 'discontinued');
  const named = [...new Set(stopped.map(({ teamName }) => (teamName ? `that of ${teamName}` : 'the project’s own')))];
  const hint = named.length > 0 ? ` Discontinued is ${named.join(' and ')}: say so with \`teamId\`.` : '';
  return `This line of lots is not discontinued.${hint}`;
}
