import type { FastifyRequest } from 'fastify';
import type { Visitor } from './sessions.service.js';

export const visitorOf = (request: FastifyRequest): Visitor => ({
  address: request.ip,
  client: request.headers['user-agent'] ?? null,
});
