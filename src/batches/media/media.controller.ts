import { Readable } from 'node:stream';
import { Controller, Get, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { ClientFault, fromGlobalId, Public, toGlobalId } from '../../platform/index.js';
import { fileNameOf } from '../file-name.rules.js';
import { MediaLinks, type SignedQuery } from './media-links.js';
import { MediaService } from './media.service.js';

const contentTypes = ['image/png', 'image/jpeg'];

export interface UploadedMedia {
  mediaId: string;
  fileName: string;
  contentType: string;
  bytes: number;
  width: number;
  height: number;
}

@Controller('media')
export class MediaController {
  constructor(
    private readonly media: MediaService,
    private readonly links: MediaLinks,
  ) {}

  /** A picture for a project, as the body; items with `data.fileName` of this name show it. */
  @Post()
  @Can('media:upload')
  async upload(
    @CurrentActor() actor: Actor,
    @Req() { body, headers }: FastifyRequest,
    @Query('projectId') projectId?: string,
    @Query('name') name?: string,
  ): Promise<UploadedMedia> {
    const contentType = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
    if (!contentTypes.includes(contentType) || !(body instanceof Readable)) {
      throw ClientFault.invalid('content-type', `must be ${contentTypes.join(' or ')}`);
    }
    const sent = {
      projectId: fromGlobalId('project', projectId ?? '', 'projectId'),
      fileName: fileNameOf(name),
      contentType,
      body,
    };
    const { id, fileName, bytes, width, height } = await this.media.upload(actor, sent);
    return { mediaId: toGlobalId('media', id), fileName, contentType, bytes: Number(bytes), width, height };
  }

  /** The picture, for whoever holds a signed link. */
  @Get(':id')
  @Public()
  async show(
    @Param('id') id: string,
    @Query() query: SignedQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { mediaId, seconds } = this.links.verified(id, query);
    const { media, file } = await this.media.open(mediaId);
    void reply.headers({
      'cache-control': `private, max-age=${Math.min(seconds, 3600)}`,
      'x-content-type-options': 'nosniff',
      // Front ends on other origins draw the picture and read its pixels; the signature is what protects it.
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
    return new StreamableFile(file.createReadStream(), { type: media.contentType, length: Number(media.bytes) });
  }
}
