import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/** What must not be in a log line even when somebody logs a whole object. */
const secrets = ['password', 'token', 'authorization', 'cookie', 'secret', 'apiKey', 'key', 'passwordHash'];

/** @param to the file descriptor: 1, or 2 where the standard output belongs to a command's answer */
export function createLog(level: string, to: 1 | 2 = 1): Logger {
  const paths = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const timestamp = pino.stdTimeFunctions.isoTime;
  return pino({ level, base: undefined, redact: { paths, censor: '[redacted]' }, timestamp }, pino.destination(to));
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
