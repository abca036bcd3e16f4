import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ClientFault, Clock, CONFIG, type Config } from '../../platform/index.js';

const hours = 24;

/** What a token stands for: one person's hold on one piece of work. */
export interface HandOffClaim {
  organizationId: string;
  /** or of a task of a course that is answered in the tool */
  assignmentId: string;
  /** the fencing token of the assignment; nothing holds a task of a course */
  token: string;
}

/** Stands where the fencing token of an assignment would: no assignment has this one. */
export const trainingToken = 'training';

/** Signed tokens by which a front end acts for a person, on one piece of work and as long as they hold it. */
@Injectable()
export class HandOffTokens {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  sign({ organizationId, assignmentId, token }: HandOffClaim): string {
    const expires = Math.floor(this.clock.now().getTime() / 1000) + hours * 3600;
    const content = Buffer.from(JSON.stringify([organizationId, assignmentId, token, expires])).toString('base64url');
    return `${content}.${this.signatureOf(content).toString('base64url')}`;
  }

  /** @throws ClientFault UNAUTHENTICATED for a token that was not made here, was changed, or has expired */
  verified(authorization: string | undefined): HandOffClaim {
    const given = /^Bearer ([\w-]{20,600})\.([\w-]{43})$/.exec(authorization ?? '');
    const isOurs = given && timingSafeEqual(Buffer.from(given[2]!, 'base64url'), this.signatureOf(given[1]!));
    if (!isOurs) throw new ClientFault('UNAUTHENTICATED', 'Send the hand-off token as Authorization: Bearer ….');
    const [organizationId, assignmentId, token, expires] = JSON.parse(
      Buffer.from(given[1]!, 'base64url').toString(),
    ) as [string, string, string, number];
    if (expires * 1000 <= this.clock.now().getTime())
      throw new ClientFault('UNAUTHENTICATED', 'The hand-off token has expired: open the work from Muster again.');
    return { organizationId, assignmentId, token };
  }

  private signatureOf(content: string): Buffer {
    return createHmac('sha256', this.config.SECRET_KEY).update(`hand-off\n${content}`).digest();
  }
}
