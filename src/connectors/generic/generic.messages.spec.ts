import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { messageSchema, workTypes } from './generic.messages.js';

describe('the published contract', () => {
  it('has the schema that messages are read by', () => {
    const published = JSON.parse(readFileSync('docs/connectors.schema.json', 'utf8')) as unknown;
    expect(published).toEqual(JSON.parse(JSON.stringify(messageSchema())));
  });

  it('names every type that moves something', () => {
    const page = readFileSync('docs/connectors.md', 'utf8');
    expect([...workTypes].filter((type) => !page.includes(`| \`${type}\``))).toEqual([]);
  });
});
