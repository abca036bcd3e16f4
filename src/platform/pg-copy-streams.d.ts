declare module 'pg-copy-streams' {
  import type { Writable } from 'node:stream';
  import type { Submittable } from 'pg';

  /** The query to hand to a client, and the stream to write its rows to. */
  export function from(sql: string): Writable & Submittable;
}
