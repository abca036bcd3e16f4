import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../platform/index.js';
import { ReceivingAnswers } from './receiving-answers.service.js';

/** Where models send the labels that they promised for later. */
@Controller('hooks/models')
export class ModelAnswersController {
  constructor(private readonly receiving: ReceivingAnswers) {}

  @Post(':service')
  @Public()
  async receive(
    @Param('service') service: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
    );
    const { status, error, faults } = await this.receiving.receive(service, headers, request.body);
    // The rest of a body that is too long is not read.
    if (status === 413 || status === 408) void reply.header('connection', 'close');
    await reply.status(status).send(error === undefined ? undefined : { error, faults: faults ?? [] });
  }
}
