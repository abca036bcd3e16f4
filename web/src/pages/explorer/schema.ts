/** The schema as introspection tells it, as far as the page shows it. */
export interface TypeRef {
  kind: string;
  name: string | null;
  ofType: TypeRef | null;
}

export interface Argument {
  name: string;
  description: string | null;
  defaultValue: string | null;
  type: TypeRef;
}

export interface Field {
  name: string;
  description: string | null;
  args?: Argument[];
  type: TypeRef;
}

export interface Type {
  kind: string;
  name: string;
  description: string | null;
  fields: Field[] | null;
  inputFields: Argument[] | null;
  enumValues: { name: string; description: string | null }[] | null;
  possibleTypes: { name: string }[] | null;
}

export interface Schema {
  queryType: { name: string };
  mutationType: { name: string } | null;
  subscriptionType: { name: string } | null;
  types: Type[];
}

export const introspection = `query Introspection {
  __schema {
    queryType { name }
    mutationType { name }
    subscriptionType { name }
    types {
      kind name description
      fields { name description args { ...Input } type { ...Ref } }
      inputFields { ...Input }
      enumValues { name description }
      possibleTypes { name }
    }
  }
}
fragment Input on __InputValue { name description defaultValue type { ...Ref } }
fragment Ref on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`;

/** `[ID!]!` */
export function written(type: TypeRef): string {
  if (type.kind === 'NON_NULL') return `${written(type.ofType!)}!`;
  if (type.kind === 'LIST') return `[${written(type.ofType!)}]`;
  return type.name ?? '';
}

export const named = (type: TypeRef): string => (type.ofType ? named(type.ofType) : (type.name ?? ''));

const isLeaf = (type: Type | undefined) => type?.kind === 'SCALAR' || type?.kind === 'ENUM';

/** A selection of what has no arguments that must be given, two levels deep: a beginning, to be changed. */
function selectionOf(type: Type | undefined, types: ReadonlyMap<string, Type>, depth: number, indent: string): string {
  if (!type || isLeaf(type)) return '';
  if (type.kind === 'UNION') {
    const parts = (type.possibleTypes ?? []).map(({ name }) => `${indent}  ... on ${name}${selectionOf(types.get(name), types, 1, `${indent}  `)}`); // prettier-ignore
    return ` {\n${indent}  __typename\n${parts.join('\n')}\n${indent}}`;
  }
  const lines: string[] = [];
  for (const field of type.fields ?? []) {
    if ((field.args ?? []).some((one) => one.type.kind === 'NON_NULL' && one.defaultValue === null)) continue;
    const inner = types.get(named(field.type));
    if (isLeaf(inner)) lines.push(`${indent}  ${field.name}`);
    else if (depth > 1 && (field.name === 'nodes' || lines.length < 3))
      lines.push(`${indent}  ${field.name}${selectionOf(inner, types, depth - 1, `${indent}  `)}`);
  }
  return lines.length === 0 ? ` {\n${indent}  __typename\n${indent}}` : ` {\n${lines.join('\n')}\n${indent}}`;
}

/** An operation that asks for a root field, and the variables that it must have. */
export function operationFor(
  kind: 'query' | 'mutation' | 'subscription',
  field: Field,
  types: ReadonlyMap<string, Type>,
): { query: string; variables: string } {
  const wanted = (field.args ?? []).filter(
    ({ type, defaultValue }) => type.kind === 'NON_NULL' && defaultValue === null,
  );
  const name = field.name.charAt(0).toUpperCase() + field.name.slice(1);
  const declared = wanted.map((one) => `$${one.name}: ${written(one.type)}`).join(', ');
  const given = wanted.map((one) => `${one.name}: $${one.name}`).join(', ');
  const head = `${kind} ${name}${declared && `(${declared})`}`;
  const selection = selectionOf(types.get(named(field.type)), types, 2, '  ');
  return {
    query: `${head} {\n  ${field.name}${given && `(${given})`}${selection}\n}\n`,
    variables: wanted.length === 0 ? '' : JSON.stringify(Object.fromEntries(wanted.map((one) => [one.name, emptyOf(one.type, types)])), null, 2), // prettier-ignore
  };
}

function emptyOf(type: TypeRef, types: ReadonlyMap<string, Type>): unknown {
  if (type.kind === 'NON_NULL') return emptyOf(type.ofType!, types);
  if (type.kind === 'LIST') return [];
  const known = types.get(type.name ?? '');
  if (known?.kind === 'INPUT_OBJECT') {
    const wanted = (known.inputFields ?? []).filter((one) => one.type.kind === 'NON_NULL' && one.defaultValue === null);
    return Object.fromEntries(wanted.map((one) => [one.name, emptyOf(one.type, types)]));
  }
  if (known?.kind === 'ENUM') return known.enumValues?.[0]?.name ?? '';
  return { Int: 0, Float: 0, Boolean: false, JSON: {} }[type.name ?? ''] ?? '';
}

/** The operations that a text names, for whoever writes several. */
export const operationsIn = (text: string): string[] =>
  [...text.replaceAll(/#.*$/gm, '').matchAll(/\b(?:query|mutation|subscription)\s+(\w+)/g)].map(([, name]) => name!);
