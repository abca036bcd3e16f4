import { Injectable } from '@nestjs/common';
import type { LabelSchema } from '../labels/index.js';
import { ClientFault, Database } from '../platform/index.js';
import type { FieldVisibility } from './field.rules.js';

/** What every assignment of a project shows of it. */
export interface ProjectFacts {
  id: string;
  name: string;
  labelSchema: LabelSchema;
  fieldVisibility: FieldVisibility;
}

const staleMilliseconds = 2000;
const capacity = 1000;

/** A project's facts as of a moment ago, so that a claim need not carry the schema through the database each time. */
@Injectable()
export class ProjectFactsCache {
  private readonly entries = new Map<string, { facts: Promise<ProjectFacts>; until: number }>();

  constructor(private readonly database: Database) {}

  of(organizationId: string, projectId: string): Promise<ProjectFacts> {
    const key = `${organizationId}/${projectId}`;
    const entry = this.entries.get(key);
    if (entry && entry.until > performance.now()) return entry.facts;
    const facts = this.read(organizationId, projectId);
    facts.catch(() => this.entries.delete(key));
    if (this.entries.size >= capacity) this.entries.delete(this.entries.keys().next().value!);
    this.entries.set(key, { facts, until: performance.now() + staleMilliseconds });
    return facts;
  }

  private read(organizationId: string, projectId: string): Promise<ProjectFacts> {
    return this.database.transact({ organizationId }, async (tx) => {
      const [row] = await tx.query<ProjectFacts>(
        `SELECT id, name, label_schema AS "labelSchema", field_visibility AS "fieldVisibility" FROM project WHERE id = $1`,
        [projectId],
      );
      if (!row) throw ClientFault.notFound('project');
      return row;
    });
  }
}
