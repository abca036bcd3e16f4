import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { buildSchema, type DefinitionNode, type DocumentNode, Kind, parse, validate } from 'graphql';

const root = join(import.meta.dirname, '..', '..');
const schema = buildSchema(readFileSync(join(root, 'schema.graphql'), 'utf8'));
const files = readdirSync(join(root, 'web', 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.tsx?$/.test(file),
);
const documents = files.flatMap((file) =>
  [...readFileSync(join(root, 'web', 'src', file), 'utf8').matchAll(/graphql\(\s*`([^`]*)`/g)].map(([, text]) => ({
    file,
    definitions: parse(text!).definitions,
  })),
);
const fragments = new Map(
  documents
    .flatMap(({ definitions }) => definitions)
    .flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])),
);

/** The fragments that a definition uses, and those that they use. */
function used(definition: DefinitionNode, found = new Set<string>()): Set<string> {
  for (const [, name] of JSON.stringify(definition).matchAll(
    /"FragmentSpread","name":\{"kind":"Name","value":"(\w+)"/g,
  ))
    if (!found.has(name!)) used(fragments.get(name!)!, found.add(name!));
  return found;
}

it('every query of the console is one that the API understands', () => {
  expect(documents.length).toBeGreaterThan(5);
  const faults: string[] = [];
  const names: string[] = [];
  for (const { file, definitions } of documents) {
    for (const definition of definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      names.push(definition.name?.value ?? `unnamed in ${file}`);
      const needed = [...used(definition)].map((name) => fragments.get(name)!);
      const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [definition, ...needed] };
      faults.push(...validate(schema, document).map(({ message }) => `${file}: ${message}`));
    }
  }
  expect(faults).toEqual([]);
  // Answers are kept by the name of their query.
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
