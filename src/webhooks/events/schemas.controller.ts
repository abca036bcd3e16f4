import { Controller, Get, Header, Param } from '@nestjs/common';
import { ClientFault, Public } from '../../platform/index.js';
import { isWebhookType, schemaOf, schemaVersion, webhookTypes } from './event-types.js';

@Controller('webhooks/schemas')
export class SchemasController {
  @Get()
  @Public()
  list(): { version: number; types: { type: string; schema: string }[] } {
    return {
      version: schemaVersion,
      types: webhookTypes.map((type) => ({ type, schema: `/webhooks/schemas/${type}.json` })),
    };
  }

  @Get(':file')
  @Public()
  @Header('content-type', 'application/schema+json')
  schema(@Param('file') file: string): string {
    const type = file.replace(/\.json$/, '');
    if (!isWebhookType(type) || type === file) throw ClientFault.notFound('schema');
    return JSON.stringify(schemaOf(type));
  }
}
