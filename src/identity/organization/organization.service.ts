import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/index.js';
import type { Actor } from '../access/actor.js';
import type { OrganizationRow } from './organization.type.js';
import { OrganizationStore } from './organization.store.js';

@Injectable()
export class OrganizationService {
  constructor(
    private readonly database: Database,
    private readonly store: OrganizationStore,
  ) {}

  own(actor: Actor): Promise<OrganizationRow> {
    return this.database.transact(actor, (tx) => this.store.own(tx));
  }
}
