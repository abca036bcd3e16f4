import { randomUUID } from 'node:crypto';
import { HttpException, type INestApplication } from '@nestjs/common';
import helmet from '@fastify/helmet';
import type { FastifyReply } from 'fastify';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '../config.js';
import { ClientFault, type FaultCode, isRetryable } from '../fault.js';
import { databaseFault } from '../graphql/errors.js';
import type { Log } from '../log.js';
import { parseCidr } from '../outbound/address.rules.js';
import { isTrusted } from './address-of.rules.js';
import { InputValidationPipe } from './input-validation.pipe.js';
import { unknownRequestId } from './request-id.js';
import { serveConsoleFiles } from './console-files.js';

/** HTTP statuses of faults on plain routes; GraphQL keeps to its own conventions. */
export const statusOf: Partial<Record<string, number>> = {
  VALIDATION_FAILED: 400,
  GRAPHQL_INVALID: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_LARGE: 413,
  UNAVAILABLE: 503,
  TIMED_OUT: 503,
};

/** Labels are nested seven levels deep; what is far beyond would overflow the stack of whoever walks it. */
const deepestBody = 64;

/** Of parsed JSON only: a stream, say, refers to itself and has no depth. */
function isDeeper(value: unknown, limit: number): boolean {
  const isJson = (one: unknown): one is object =>
    Array.isArray(one) || (typeof one === 'object' && one !== null && Object.getPrototypeOf(one) === Object.prototype);
  let level = isJson(value) ? [value] : [];
  for (let depth = 1; level.length > 0; depth++) {
    const inner: object[] = [];
    for (const one of level) {
      const values: unknown[] = Array.isArray(one) ? one : Object.values(one);
      if (values.length > 0 && depth > limit) return true;
      for (const each of values) if (isJson(each)) inner.push(each);
    }
    level = inner;
  }
  return false;
}

export function createAdapter(config: Config): FastifyAdapter {
  const proxies = config.TRUSTED_PROXIES.map((text) => parseCidr(text)!);
  return new FastifyAdapter({
    bodyLimit: config.BODY_LIMIT_KILOBYTES * 1024,
    genReqId: (request: { headers: Record<string, string | string[] | undefined> }) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    },
    requestTimeout: 0,
    trustProxy: proxies.length > 0 && ((address) => isTrusted(address, proxies)),
    routerOptions: { maxParamLength: 300 },
  });
}

/** Everything an HTTP process needs before it listens; the tests use it too, so that they meet the same server. */
export async function prepareServer(app: NestFastifyApplication, config: Config, log: Log): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  await app.register(helmet as never, {
    global: false,
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        fontSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: null,
      },
    },
    hsts: config.NODE_ENV === 'production',
  });
  // The same for every request, so they are made once: helmet composes them anew each time it is asked.
  let secure: [name: string, value: number | string | string[]][] | undefined;
  fastify.addHook('onRequest', async (request, reply) => {
    if (!secure) {
      await reply.helmet();
      secure = Object.entries(reply.raw.getHeaders()).map(([name, value]) => [name, value!]);
    }
    for (const [name, value] of secure) reply.raw.setHeader(name, value);
    void reply.header('x-request-id', request.id);
    if (request.url.startsWith('/graphql')) void reply.header('cache-control', 'no-store');
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const isWithoutId = reply.statusCode >= 400 && typeof payload === 'string';
    done(null, isWithoutId ? payload.replaceAll(unknownRequestId, request.id) : payload);
  });
  const logged = log.isLevelEnabled('debug');
  if (logged)
    fastify.addHook('onResponse', (request, reply, done) => {
      log.debug(
        {
          requestId: request.id,
          method: request.method,
          path: request.url.split('?')[0],
          status: reply.statusCode,
          milliseconds: Math.round(reply.elapsedTime),
        },
        'request',
      );
      done();
    });
  // Signed as they came: whatever the body says it is, whoever takes the route reads the bytes, under a cap of its own.
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (request.url.startsWith('/hooks/')) request.headers['content-type'] = 'application/octet-stream';
    done();
  });
  fastify.addHook('preHandler', (request, reply, done) => {
    if (!request.url.startsWith('/graphql') || !isDeeper(request.body, deepestBody)) return done();
    const message = `The request is nested more than ${deepestBody} levels deep.`;
    const extensions = { code: 'TOO_COMPLEX', retryable: false, requestId: request.id };
    void reply.status(400).send({ errors: [{ message, extensions }] });
  });
  // Uploads arrive as streams: whoever takes the route reads them under its own cap.
  for (const type of [
    'application/x-ndjson',
    'text/csv',
    'application/octet-stream',
    'application/gzip',
    'image/png',
    'image/jpeg',
  ]) {
    fastify.addContentTypeParser(
      type,
      { bodyLimit: config.UPLOAD_LIMIT_MEGABYTES * 1024 * 1024 },
      (_request, payload, done) => done(null, payload),
    );
  }
  const answer = (error: unknown, requestId: string) => {
    const fault = error instanceof ClientFault ? error : databaseFault(error);
    if (fault)
      return { status: statusOf[fault.code] ?? 400, code: fault.code, message: fault.message, fields: fault.fields };
    const status =
      error instanceof HttpException ? error.getStatus() : ((error as { statusCode?: number }).statusCode ?? 500);
    if (status >= 500) {
      log.error({ requestId, error: error instanceof Error ? error.stack : String(error) }, 'defect');
      return { status: 500, code: 'INTERNAL', message: `Something went wrong on our side (${requestId}).` };
    }
    const code =
      status === 413
        ? 'TOO_LARGE'
        : status === 404
          ? 'NOT_FOUND'
          : status === 401
            ? 'UNAUTHENTICATED'
            : status === 403
              ? 'FORBIDDEN'
              : 'VALIDATION_FAILED';
    return {
      status,
      code,
      message:
        status === 413
          ? 'The body is too large.'
          : status === 404
            ? 'There is nothing here.'
            : 'The request cannot be read.',
    };
  };
  app.useGlobalFilters({
    catch(error: unknown, host) {
      if (host.getType<string>() !== 'http') throw error;
      const reply = host.switchToHttp().getResponse<FastifyReply>();
      const { status, ...fault } = answer(error, reply.request.id);
      const requestId = reply.request.id;
      // GraphQL clients read `errors`, whatever went wrong and wherever.
      const isGraphql = reply.request.url.startsWith('/graphql');
      const errors = [
        {
          message: fault.message,
          extensions: { code: fault.code, retryable: isRetryable(fault.code as FaultCode), requestId },
        },
      ];
      void reply.status(status).send(isGraphql ? { errors } : { error: { ...fault, requestId } });
    },
  });
  useValidation(app);
  await serveConsoleFiles(app);
}

export function useValidation(app: INestApplication): void {
  app.useGlobalPipes(new InputValidationPipe());
}
