import { expect, test } from '@jest/globals';
import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { rootFields } from './root-fields.js';

function fieldsOf(source: string): string[] {
  const { definitions } = parse(source);
  const operation = definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  )!;
  const fragments = definitions.filter(
    (node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION,
  );
  return rootFields(operation.selectionSet, Object.fromEntries(fragments.map((node) => [node.name.value, node])));
}

test('root fields are found behind aliases and fragments', () => {
  expect(fieldsOf('{ me { id } }')).toEqual(['me']);
  expect(fieldsOf('{ a: __schema { types { name } } }')).toEqual(['__schema']);
  expect(fieldsOf('{ ... on Query { ...F } } fragment F on Query { __type(name: "X") { name } me { id } }')).toEqual([
    '__type',
    'me',
  ]);
  expect(fieldsOf('mutation { a: signOut b: signOut }')).toEqual(['signOut', 'signOut']);
});
