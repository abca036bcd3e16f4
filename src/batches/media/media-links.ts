import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ClientFault, Clock, CONFIG, type Config, fromGlobalId, toGlobalId } from '../../platform/index.js';

export interface SignedQuery {
  expires?: string;
  scope?: string;
  signature?: string;
}

/** Short-lived addresses of pictures: whoever has one may look, until it expires. */
@Injectable()
export class MediaLinks {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * @param scope for whom it was made: the assignment's or the member's id, so that every hold has its own link
   * @returns a path: `/media/med_…?expires=…&scope=…&signature=…`
   */
  signMediaUrl(mediaId: string, scope: string, expiresAt: Date): string {
    const expires = String(Math.floor(expiresAt.getTime() / 1000));
    const query = new URLSearchParams({
      expires,
      scope,
      signature: this.signatureOf(mediaId, scope, expires).toString('base64url'),
    });
    return `/media/${toGlobalId('media', mediaId)}?${query}`;
  }

  /**
   * The id of the picture and how long the link still holds.
   * @throws ClientFault FORBIDDEN for a link that was not made here, was changed, or has expired
   */
  verified(
    globalId: string,
    { expires = '', scope = '', signature = '' }: SignedQuery,
  ): { mediaId: string; seconds: number } {
    const mediaId = fromGlobalId('media', globalId);
    const given = Buffer.from(String(signature), 'base64url');
    const expected = this.signatureOf(mediaId, String(scope), String(expires));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new ClientFault('FORBIDDEN', 'This link is not valid.');
    }
    const seconds = Number(expires) - Math.floor(this.clock.now().getTime() / 1000);
    if (!(seconds > 0)) throw new ClientFault('FORBIDDEN', 'This link has expired.');
    return { mediaId, seconds };
  }

  /** JSON keeps the parts apart: without it `a` + `bc` and `ab` + `c` would sign the same. */
  private signatureOf(mediaId: string, scope: string, expires: string): Buffer {
    return createHmac('sha256', this.config.SECRET_KEY)
      .update(JSON.stringify(['media', mediaId, scope, expires]))
      .digest();
  }
}
