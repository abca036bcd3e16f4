import { Readable } from 'node:stream';
import { Controller, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { ClientFault, toGlobalId } from '../../platform/index.js';
import { fileNameOf } from '../file-name.rules.js';
import { ImportsService } from './imports.service.js';

@Controller('imports')
export class UploadsController {
  constructor(private readonly imports: ImportsService) {}

  /** A file to import, as the body; `importTasks` takes the id that this answers. */
  @Post()
  @Can('task:import')
  async upload(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Query('name') name?: string,
  ): Promise<{ uploadId: string; bytes: number }> {
    const { body } = request;
    if (!(body instanceof Readable)) {
      throw ClientFault.invalid(
        'content-type',
        'send the file as application/octet-stream, application/x-ndjson, text/csv or application/gzip',
      );
    }
    const { id, bytes } = await this.imports.upload(actor, fileNameOf(name ?? 'upload'), body);
    return { uploadId: toGlobalId('upload', id), bytes };
  }
}
