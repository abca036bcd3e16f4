// Writes schema.graphql from the code, or with --check says whether the committed one is the code's.
import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { AppModule } from '../dist/src/app.module.js';
import { readConfig } from '../dist/src/platform/config.js';
import { createAdapter, prepareServer } from '../dist/src/platform/http/server.js';
import { createLog } from '../dist/src/platform/log.js';

const config = readConfig({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', LOG_LEVEL: 'silent' });
const log = createLog('silent');
const app = await NestFactory.create(AppModule.forRoot(config, log), createAdapter(config), {
  logger: false,
  abortOnError: false,
});
await prepareServer(app, config, log);
await app.init();
const text = `# Written by npm run schema; the contract of the API. Changes are additive.\n\n${printSchema(lexicographicSortSchema(app.get(GraphQLSchemaHost).schema))}\n`;
if (process.argv.includes('--check')) {
  if (readFileSync('schema.graphql', 'utf8') !== text) {
    console.error('schema.graphql is not what the code says: run npm run schema and look at the difference.');
    process.exit(1);
  }
} else writeFileSync('schema.graphql', text);
process.exit(0);
