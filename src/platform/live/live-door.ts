import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Who is behind a request: an id of whatever kind, the same for one person; null: nobody. */
type Porter = (request: FastifyRequest) => Promise<string | null>;

/** Whoever knows people says who is behind a connection; the platform does not. */
@Injectable()
export class LiveDoor {
  private porter: Porter = () => Promise.resolve(null);

  guardedBy(porter: Porter): void {
    this.porter = porter;
  }

  personOf(request: FastifyRequest): Promise<string | null> {
    return this.porter(request);
  }
}
