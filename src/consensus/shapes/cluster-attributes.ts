/** What is said about an object beside its shape, by name. */
export type ShapeAttributes = Readonly<Record<string, string | number | boolean>>;

export interface AttributeConsensus {
  name: string;
  value: string | number | boolean;
  /** The share of all members that give this value, 0 to 1; those who leave the attribute out give none. */
  share: number;
}

/**
 * One value for each attribute that any member of a cluster gives: the one that most of them give. Of a tie it is the value of
 * the member that comes first. `1`, `"1"` and `true` are different values.
 *
 * @param members the attributes of each member, in the order of the answers
 * @returns in the alphabet's order of the names
 */
export function clusterAttributes(members: readonly ShapeAttributes[]): AttributeConsensus[] {
  const names = [...new Set(members.flatMap((attributes) => Object.keys(attributes)))].sort();
  return names.map((name) => {
    const votes = new Map<string | number | boolean, number>();
    for (const attributes of members) {
      const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
      if (value !== undefined) votes.set(value, (votes.get(value) ?? 0) + 1);
    }
    // A map keeps the order in which values came, so the first of the most is that of the first member.
    const [value, most] = [...votes].reduce((best, vote) => (vote[1] > best[1] ? vote : best));
    return { name, value, share: most / members.length };
  });
}
