import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/** What must not be in a log line even when somebody logs a whole object. */
const secrets = ['password', 'token', 'authorization', 'cookie', 'secret', 'apiKey', 'key', 'passwordHash'];

export function createLog(level: string): Logger {
  const paths = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  return pino({
    level,
    base: undefined,
    redact: { paths, censor: '[redacted]' },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
}

/** Token of the root logger in the container. */
export const LOG = Symbol('log');
export type Log = Logger;

/** Nest's own messages through the same logger, quieter: its start-up chatter is debug. */
export class NestLog implements LoggerService {
  constructor(private readonly to: Logger) {}
  log(message: unknown, context?: string): void {
    this.to.debug({ context }, String(message));
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.to.error({ detail: rest }, String(message));
  }
  warn(message: unknown, context?: string): void {
    this.to.warn({ context }, String(message));
  }
}
