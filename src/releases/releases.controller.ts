import { createReadStream } from 'node:fs';
import { Controller, Get, Param, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Actor, Can, CurrentActor } from '../identity/index.js';
import { fromGlobalId } from '../platform/index.js';
import { ReleasesService } from './releases.service.js';

const contentTypes: Record<string, string> = { json: 'application/json', png: 'image/png' };

@Controller('releases')
export class ReleasesController {
  constructor(private readonly releases: ReleasesService) {}

  @Get(':id/*')
  @Can('release:read')
  async file(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('*') name: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const path = await this.releases.fileOf(actor, fromGlobalId('release', id), name);
    void reply.header('content-type', contentTypes[path.split('.').pop() ?? ''] ?? 'text/plain; charset=utf-8');
    return new StreamableFile(createReadStream(path));
  }
}
