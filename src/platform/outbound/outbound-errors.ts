export type RefusedWhy = 'url' | 'scheme' | 'credentials' | 'port' | 'address' | 'header';
export type FailedWhy = 'timeout' | 'name' | 'connection' | 'answer';

/** Muster does not send this at all. The sentence may be shown and kept: it repeats neither the URL nor an address. */
export class OutboundRefused extends Error {
  constructor(
    readonly why: RefusedWhy,
    message: string,
  ) {
    super(message);
  }
}

/** It was sent, or tried, and no whole answer came. The sentence may be shown and kept, as above. */
export class OutboundFailed extends Error {
  constructor(
    readonly why: FailedWhy,
    message: string,
    readonly milliseconds: number,
  ) {
    super(message);
  }
}
