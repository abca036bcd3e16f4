import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';

const root = join(import.meta.dirname, '..', '..');
const schema = buildSchema(readFileSync(join(root, 'schema.graphql'), 'utf8'));
const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join('docs', name));

it('every query of the documentation runs as it is copied: one block, one operation, of the API as it is', () => {
  const faults: string[] = [];
  let blocks = 0;
  for (const page of ['README.md', ...pages])
    for (const { 1: text } of readFileSync(join(root, page), 'utf8').matchAll(/^```graphql\n([\s\S]*?)^```/gm)) {
      blocks += 1;
      const said = () => `${page}: ${text!.slice(0, 60).replace(/\s+/g, ' ')}`;
      try {
        faults.push(...validate(schema, parse(text!)).map(({ message }) => `${said()}… ${message}`));
      } catch (error) {
        faults.push(`${said()}… ${(error as Error).message}`);
      }
    }
  expect(blocks).toBeGreaterThan(50);
  expect(faults).toEqual([]);
});
