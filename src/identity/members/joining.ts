import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { MemberRow } from './member.entity.js';

export interface Joined {
  invitationId: string;
  member: MemberRow;
}
type Step = (tx: Tx, joined: Joined) => Promise<void>;

/**
 * What else is true from the moment at which an invited person joins: features to the right say it here, and it happens
 * in the same commit. News of it would come a moment after the person's first claim.
 */
@Injectable()
export class Joining {
  private readonly steps: Step[] = [];

  register(step: Step): void {
    this.steps.push(step);
  }

  async complete(tx: Tx, joined: Joined): Promise<void> {
    for (const step of this.steps) await step(tx, joined);
  }
}
