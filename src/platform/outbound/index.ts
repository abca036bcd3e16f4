export { NameResolver, SystemNameResolver } from './name-resolver.js';
export { OutboundFailed, OutboundRefused } from './outbound-errors.js';
export { type OutboundAnswer, OutboundHttp, type OutboundRequest } from './outbound-http.js';
