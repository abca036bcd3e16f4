import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/index.js';
import { hashPassword } from '../passwords.js';
import { normalEmail } from '../validation.js';
import { OrganizationStore } from './organization.store.js';

/** The first organization and its owner, so that somebody can sign in to a fresh database. */
@Injectable()
export class Bootstrap {
  constructor(
    private readonly store: OrganizationStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Does nothing once there is a member; `email` is then an owner's who was there before. */
  async ensureOwner(): Promise<{ created: boolean; email: string }> {
    const existing = await this.store.firstOwner();
    if (existing !== undefined) return { created: false, email: existing };
    const email = normalEmail(this.config.OWNER_EMAIL);
    const passwordHash = await hashPassword(this.config.OWNER_PASSWORD);
    const created = await this.store.insertFirst({ organization: this.config.ORGANIZATION_NAME, email, passwordHash });
    return { created, email: created ? email : ((await this.store.firstOwner()) ?? email) };
  }
}
