import { Injectable } from '@nestjs/common';
import { Clock, OutboundFailed, OutboundHttp, OutboundRefused } from '../platform/index.js';
import type { ConnectionSecrets, ToolAddress, ToolApi } from './connector.types.js';
import { signatureOf } from './generic/standard-webhooks.js';
import { ToolRefused, ToolUnreachable } from './tool-faults.js';

const mostBytes = 32 * 1024 * 1024;
const timeoutMilliseconds = 15_000;
const mostTold = 300;
/** What a gateway answers when the tool behind it is away, and a tool that has too much to do. */
const away = new Set([429, 502, 503, 504]);

/** The way to a tool's API: by OutboundHttp only, with a deadline, and with errors that tell no secret. */
@Injectable()
export class ToolCalls {
  constructor(
    private readonly http: OutboundHttp,
    private readonly clock: Clock,
  ) {}

  /** Neither secret is told, whatever the tool answers. */
  to(address: ToolAddress, { signing, api }: ConnectionSecrets): ToolApi {
    const secrets = [...signing, ...(api ? [api] : [])];
    return {
      call: (method, path, body, signedAs) => {
        const text = body === undefined ? undefined : JSON.stringify(body);
        const signed = signedAs === undefined ? {} : this.signed(signedAs, text ?? '', signing);
        return this.call({ ...address, headers: { ...address.headers, ...signed } }, secrets, method, path, text);
      },
    };
  }

  private signed(id: string, body: string, signing: readonly string[]): Record<string, string> {
    const timestamp = String(Math.floor(this.clock.now().getTime() / 1000));
    const signatures = signing.map((secret) => signatureOf(secret, id, timestamp, body));
    return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
  }

  private async call(
    { url, headers }: ToolAddress,
    secrets: readonly string[],
    method: Parameters<ToolApi['call']>[0],
    path: string,
    body: string | undefined,
  ): Promise<unknown> {
    const answer = await this.http
      .send({
        url: url.replace(/\/+$/, '') + path,
        method,
        headers: {
          accept: 'application/json',
          ...headers,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        body,
        mostBytes,
        timeoutMilliseconds,
      })
      .catch((error: unknown) => {
        if (error instanceof OutboundFailed || error instanceof OutboundRefused)
          throw new ToolUnreachable(`The tool cannot be reached: ${error.message}`);
        throw error;
      });
    if (answer.isCut) throw new ToolRefused(answer.status, 'The tool answers more than 32 MB.');
    const text = answer.body.toString('utf8');
    if (away.has(answer.status)) throw new ToolUnreachable(`The tool is away or busy (${answer.status}).`);
    if (answer.status < 200 || answer.status > 299) {
      const told = withoutSecrets(text, [...secrets, ...Object.values(headers)]);
      throw new ToolRefused(answer.status, `The tool answers ${answer.status}${told ? `: ${told}` : ''}.`);
    }
    if (text.trim() === '') return null;
    try {
      return JSON.parse(text);
    } catch {
      throw new ToolRefused(answer.status, 'The tool answers something that is no JSON.');
    }
  }
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  let told = text.replace(/\s+/g, ' ').replaceAll(/[\0\p{Cc}\p{Cs}]/gu, '');
  for (const secret of secrets) if (secret.length > 3) told = told.replaceAll(secret, '…');
  return told.trim().slice(0, mostTold);
}

/** A sentence for whatever went wrong when a tool was asked; null where it is Muster that is wrong. */
export function sentenceOfToolFault(error: unknown): string | null {
  if (error instanceof ToolUnreachable || error instanceof ToolRefused) return error.message;
  // A connector reads what a tool answers by a schema.
  if (error instanceof Error && error.name === 'ZodError') return 'The tool answers something else than was agreed.';
  return null;
}
