import { Injectable } from '@nestjs/common';
import { Clock, Seal } from '../../platform/index.js';
import type { ModelServiceRow } from './model-services.store.js';

/** The secrets that sign what goes to a model and what comes from it: the newest first, and the one before for a day. */
@Injectable()
export class ModelSecrets {
  constructor(
    private readonly seal: Seal,
    private readonly clock: Clock,
  ) {}

  /** @throws SealBroken when SECRET_KEY is another than that under which they were sealed */
  of({ signing_secret, previous_signing_secret, previous_until }: ModelServiceRow): string[] {
    const isOldGood = previous_until !== null && previous_until > this.clock.now();
    return [signing_secret, isOldGood ? previous_signing_secret : null]
      .filter((sealed) => sealed !== null)
      .map((sealed) => this.seal.open(sealed));
  }
}
