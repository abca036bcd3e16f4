import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from } from 'pg-copy-streams';
import type { EntityManager } from 'typeorm';

/** Sends `content` by COPY … FROM STDIN on the connection of an open transaction, no faster than the server reads. */
export async function copyIn(manager: EntityManager, sql: string, content: Iterable<Uint8Array>): Promise<void> {
  const client = (await manager.queryRunner!.connect()) as PoolClient;
  await pipeline(Readable.from(content), client.query(from(sql)));
}

/** A text as a field of COPY's text format. */
export function copyText(text: string | null): string {
  if (text === null) return '\\N';
  const escaped = text.includes('\\') ? text.replaceAll('\\', '\\\\') : text;
  return /[\n\r\t]/.test(escaped) ? escaped.replace(/[\n\r\t]/g, (sign) => escapes[sign]!) : escaped;
}

const escapes: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
