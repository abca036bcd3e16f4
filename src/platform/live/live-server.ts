import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import {
  type ExecutionArgs,
  getOperationAST,
  GraphQLError,
  type GraphQLFormattedError,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { CloseCode, type Context, type ServerOptions, type SubscribePayload } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import type WebSocket from 'ws';
import { WebSocketServer } from 'ws';
import { CONFIG, type Config } from '../config.js';
import { formatError } from '../graphql/errors.js';
import type { GraphqlContext } from '../graphql/graphql.module.js';
import { limits, validationRules } from '../graphql/limits.js';
import { addressOf, networkOf } from '../http/address-of.rules.js';
import { LOG, type Log } from '../log.js';
import { type Cidr, parseCidr } from '../outbound/address.rules.js';
import { LiveDoor } from './live-door.js';

const mostConnections = 5000;
const mostOfPerson = 10;
const mostSubscriptions = 20;
const longestMessage = 64 * 1024;
const initMilliseconds = 5000;
const keepAliveMilliseconds = 12_000;
const recheckMilliseconds = 5000;

interface Known extends Record<PropertyKey, unknown> {
  person?: string;
}
type Connection = Context<Record<string, unknown> | undefined, Extra & Partial<Known>>;

/**
 * Subscriptions over WebSockets (graphql-ws, on /graphql). Who connects is asked like any caller: a bearer token in the
 * connectionParams, else the console's cookie, which counts for pages of this server only. Every few seconds they are asked again.
 * Guards stand before each subscription as before each query. Queries and mutations go over HTTP alone, where they are limited.
 */
@Injectable()
export class LiveServer {
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: longestMessage,
    handleProtocols: (protocols) => (protocols.has('graphql-transport-ws') ? 'graphql-transport-ws' : false),
  });
  private readonly open = new Set<Connection>();
  /** open sockets by network, whoever is behind them */
  private readonly ofNetwork = new Map<string, number>();
  private readonly proxies: Cidr[];
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;
  private server: { dispose(): void | Promise<void> } | undefined;

  constructor(
    private readonly schema: GraphQLSchemaHost,
    private readonly door: LiveDoor,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.proxies = config.TRUSTED_PROXIES.map((text) => parseCidr(text)!);
  }

  attach(http: Server): void {
    this.server = useServer<Record<string, unknown> | undefined, Known>(
      this.options(),
      this.sockets,
      keepAliveMilliseconds,
    );
    http.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
    this.timer = setInterval(() => void this.recheck(), recheckMilliseconds);
    this.timer.unref();
  }

  /** Before anything else ends: the HTTP server would wait for these connections. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    await this.server?.dispose();
    for (const socket of this.sockets.clients) socket.terminate();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const refuse = (status: string) =>
      socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    if (request.url?.split('?', 1)[0] !== '/graphql') return void refuse('404 Not Found');
    if (this.isClosed || this.sockets.clients.size >= mostConnections) return void refuse('503 Service Unavailable');
    const network = this.networkOf(request);
    const others = this.ofNetwork.get(network) ?? 0;
    // Who does not answer when they are closed is told so no more.
    if (others >= 2 * this.config.LIVE_CONNECTIONS_PER_ADDRESS) return void refuse('429 Too Many Requests');
    this.sockets.handleUpgrade(request, socket, head, (one) => {
      one.on('error', () => undefined);
      this.count(one, network);
      if (others < this.config.LIVE_CONNECTIONS_PER_ADDRESS) this.sockets.emit('connection', one, request);
      else one.close(CloseCode.TooManyInitialisationRequests, 'Too many connections from this address.');
    });
  }

  /** The same rule as for sign-in: a proxy is believed when it is trusted, and an IPv6 customer counts as one. */
  private networkOf({ socket, headers }: IncomingMessage): string {
    const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',');
    return networkOf(addressOf(socket.remoteAddress ?? '', forwarded, this.proxies));
  }

  private count(socket: WebSocket, network: string): void {
    this.ofNetwork.set(network, (this.ofNetwork.get(network) ?? 0) + 1);
    socket.on('close', () => {
      const left = this.ofNetwork.get(network)! - 1;
      if (left > 0) this.ofNetwork.set(network, left);
      else this.ofNetwork.delete(network);
    });
  }

  private options(): ServerOptions<Record<string, unknown> | undefined, Extra & Partial<Known>> {
    return {
      connectionInitWaitTimeout: initMilliseconds,
      onConnect: (connection) => this.admit(connection),
      onDisconnect: (connection) => void this.open.delete(connection),
      onSubscribe: (connection, _id, payload) => this.argumentsOf(connection, payload),
      onError: (_connection, _id, _payload, errors) => errors.map((error) => this.told(error)),
      onNext: (_connection, _id, _payload, _args, result) =>
        result.errors ? { ...result, errors: result.errors.map((error) => this.told(error)) } : undefined,
    };
  }

  private async admit(connection: Connection): Promise<boolean> {
    const person = await this.door.personOf(requestOf(connection));
    if (person === null) return close(connection, CloseCode.Unauthorized, 'Sign in first.');
    const others = [...this.open].filter(({ extra }) => extra.person === person).length;
    if (others >= mostOfPerson)
      return close(connection, CloseCode.TooManyInitialisationRequests, 'Too many connections.');
    connection.extra.person = person;
    this.open.add(connection);
    return true;
  }

  /** Whose session has ended, or who is somebody else by now, is shut out. */
  private async recheck(): Promise<void> {
    for (const connection of this.open) {
      const person = await this.door.personOf(requestOf(connection)).catch(() => connection.extra.person);
      if (person === connection.extra.person) continue;
      this.open.delete(connection);
      close(connection, CloseCode.Unauthorized, 'The session has ended.');
    }
  }

  private argumentsOf(connection: Connection, payload: SubscribePayload): ExecutionArgs | GraphQLError[] {
    const { schema } = this.schema;
    try {
      if (Object.keys(connection.subscriptions).length > mostSubscriptions)
        throw new GraphQLError(`A connection has ${mostSubscriptions} subscriptions at most.`);
      const document = parse(payload.query, { maxTokens: limits.tokens });
      const errors = validate(schema, document, [...specifiedRules, ...validationRules]);
      if (errors.length > 0) return [...errors];
      if (getOperationAST(document, payload.operationName)?.operation !== 'subscription')
        throw new GraphQLError('Only subscriptions are taken here: send queries and mutations over HTTP.');
      const { operationName, variables: variableValues } = payload;
      const contextValue = { request: requestOf(connection) } as GraphqlContext;
      return { schema, document, operationName, variableValues, contextValue };
    } catch (error) {
      return [error instanceof GraphQLError ? error : new GraphQLError('The document cannot be read.')];
    }
  }

  private told(error: GraphQLError | GraphQLFormattedError): GraphQLFormattedError {
    return formatError(error instanceof GraphQLError ? error.toJSON() : error, error, randomUUID(), this.log);
  }
}

/** A request to ask of anew each time, as if it had come over HTTP: what is remembered of one request is about that one alone. */
function requestOf({ extra, connectionParams }: Connection): FastifyRequest {
  const given = connectionParams?.authorization ?? connectionParams?.Authorization;
  const { headers } = extra.request;
  const authorization = typeof given === 'string' ? given : headers.authorization;
  return { id: randomUUID(), headers: { ...headers, authorization } } as unknown as FastifyRequest;
}

function close({ extra }: Connection, code: CloseCode, reason: string): false {
  extra.socket.close(code, reason);
  return false;
}
