import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, defaultSecrets } from '../../platform/index.js';
import type { Role } from '../access/permissions.js';
import { demoCast, demoPassword } from './demo-cast.js';
import { SessionsStore } from './sessions.store.js';

/** Tells their passwords, so only where a demo was asked for or nothing is at stake, and only of people who are there. */
@Injectable()
export class DemoPeople {
  constructor(
    private readonly store: SessionsStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async signIns(): Promise<{ role: Role; name: string; email: string; password: string }[]> {
    if (this.config.NODE_ENV === 'production' && !this.config.MUSTER_DEMO) return [];
    const shown = demoCast.filter(({ shows }) => shows);
    const there = new Set(await this.store.emailsOf(shown.map(({ email }) => email)));
    const people = shown.filter(({ email }) => there.has(email));
    if (people.length === 0) return [];
    const { OWNER_EMAIL, OWNER_PASSWORD } = this.config;
    const isOwnerKnown = OWNER_PASSWORD === defaultSecrets.OWNER_PASSWORD;
    return [
      ...(isOwnerKnown
        ? [{ role: 'OWNER' as const, name: 'Owner', email: OWNER_EMAIL, password: OWNER_PASSWORD }]
        : []),
      ...people.map(({ shows, name, email }) => ({ role: shows!, name, email, password: demoPassword })),
    ];
  }
}
