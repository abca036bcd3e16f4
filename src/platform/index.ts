export { Public, PUBLIC } from './access.js';
export { Clock, SystemClock } from './clock.js';
export { CONFIG, ConfigError, readConfig, defaultSecrets, type Config } from './config.js';
export { copyText } from './copy-in.js';
export { Database, registerEntities, sqlState, type Statement, type Tenant, type Tx } from './database.js';
export { ClientFault, faultCodes, type FaultCode, type FieldFault } from './fault.js';
export { connectionOf, decodeCursor, PageArgs, PageInfo, pageOf, type Page } from './graphql/connection.type.js';
export type { GraphqlContext } from './graphql/graphql.module.js';
export { networkOf } from './http/address-of.rules.js';
export { clientGone } from './http/client-gone.js';
export { loaderOf } from './graphql/loader.js';
export { NodeRegistry } from './graphql/node-registry.js';
export { Node } from './graphql/node.type.js';
export { Problem, resultUnion } from './graphql/problem.type.js';
export { fromGlobalId, newId, parseGlobalId, prefixes, toGlobalId, type IdKind } from './ids.js';
export { LiveDoor } from './live/live-door.js';
export { callOut, News } from './live/news.js';
export { topic } from './live/news.rules.js';
export { LOG, type Log } from './log.js';
export {
  NameResolver,
  type OutboundAnswer,
  OutboundFailed,
  OutboundHttp,
  OutboundRefused,
  type OutboundRequest,
} from './outbound/index.js';
export { type EventRow, Outbox, type OutboxEvent, type RelaySink } from './outbox.js';
export { Jobs, type JobData, type JobHandler } from './queue.js';
export { Refusal } from './refusal.js';
export { Seal, SealBroken } from './seal.js';
