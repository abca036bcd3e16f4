import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../access.js';
import { Readiness } from './readiness.js';
import { Metrics } from './metrics.js';

@Controller()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
  ) {}

  /** The process runs; restart it when this fails. */
  @Get('livez')
  @Public()
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Requests may come: database, migrations and queue answer. */
  @Get('readyz')
  @Public()
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const checks = await this.readiness.check();
    const isReady = Object.values(checks).every((check) => check === 'ok');
    await reply.status(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'not ready', checks });
  }

  @Get('metrics')
  @Public()
  @Header('content-type', 'text/plain; version=0.0.4')
  render(): Promise<string> {
    return this.metrics.render();
  }
}
