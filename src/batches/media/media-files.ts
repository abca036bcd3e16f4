import { type FileHandle, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import sharp from 'sharp';
import { ClientFault, CONFIG, type Config } from '../../platform/index.js';
import { type ReceivedFile, receiveFile } from '../received-file.js';

const largestMegabytes = 64;
const mostPixels = 200_000_000;
const formats: Record<string, string> = { png: 'image/png', jpeg: 'image/jpeg' };

/** The bytes of pictures, in MUSTER_HOME/media/<organization>/<id>. */
@Injectable()
export class MediaFiles {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  receive(organizationId: string, id: string, body: Readable): Promise<ReceivedFile> {
    return receiveFile(body, this.pathOf(organizationId, id), largestMegabytes);
  }

  /** Its size as people see it. @throws ClientFault when it is not the kind of picture that its type says */
  async sizeOf(organizationId: string, id: string, contentType: string): Promise<{ width: number; height: number }> {
    const image = sharp(this.pathOf(organizationId, id), { limitInputPixels: false, failOn: 'none' });
    const metadata = await image.metadata().catch(() => null);
    if (!metadata || formats[metadata.format] !== contentType) {
      throw ClientFault.invalid('body', `is not a picture of the type ${contentType}`);
    }
    const { width, height } = metadata.autoOrient;
    if (width * height > mostPixels)
      throw new ClientFault('TOO_LARGE', `The picture has more than ${mostPixels / 1e6} million pixels.`);
    return { width, height };
  }

  async remove(organizationId: string, id: string): Promise<void> {
    await rm(this.pathOf(organizationId, id), { force: true });
  }

  /** A link does not say whose picture it is: the folder does. Null when nobody has it. */
  async find(id: string): Promise<{ organizationId: string; file: FileHandle } | null> {
    for (const organizationId of await readdir(join(this.config.MUSTER_HOME, 'media')).catch(() => [])) {
      const file = await open(this.pathOf(organizationId, id)).catch(() => null);
      if (file) return { organizationId, file };
    }
    return null;
  }

  private pathOf(organizationId: string, id: string): string {
    return join(this.config.MUSTER_HOME, 'media', organizationId, id);
  }
}
