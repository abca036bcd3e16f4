import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../platform/index.js';
import { ReceivingService } from './receiving.service.js';

/** Where tools send their messages. Each is answered at once, without a word; what came of it is in the inbox. */
@Controller('hooks')
export class HooksController {
  constructor(private readonly receiving: ReceivingService) {}

  @Post(':connection')
  @Public()
  async receive(
    @Param('connection') connection: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
    );
    const receipt = await this.receiving.receive(connection, headers, request.body);
    // The rest of a body that is too long is not read.
    if (receipt === 413 || receipt === 408) void reply.header('connection', 'close');
    await reply.status(receipt).send();
  }
}
