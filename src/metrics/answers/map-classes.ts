import type { Label } from '../../labels/index.js';

/** From the class that an answer names to the one that it counts as; what is not named stays. */
export type ClassMap = Readonly<Record<string, string>>;

export const mappedClass = (name: string, map: ClassMap): string => (Object.hasOwn(map, name) ? map[name]! : name);

/** The labels with each class as what it counts as; fields have none. */
export function mapClasses(labels: Label[], map: ClassMap): Label[] {
  if (Object.keys(map).length === 0) return labels;
  return labels.map((label) => ('class' in label ? { ...label, class: mappedClass(label.class, map) } : label));
}

/** What the policy in force says of classes that count as others. */
export const classMapOf = (policy: { agreement: object }): ClassMap =>
  (policy.agreement as { classMap?: ClassMap }).classMap ?? {};
