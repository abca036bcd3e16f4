import { type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

/**
 * The names of an operation's root fields, fragments opened, repeats kept. Validation has refused cycles by the time
 * anyone asks.
 */
export function rootFields(
  selections: SelectionSetNode,
  fragments: Record<string, FragmentDefinitionNode | undefined>,
): string[] {
  return selections.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value];
    return inner ? rootFields(inner.selectionSet, fragments) : [];
  });
}
