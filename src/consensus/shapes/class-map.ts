import type { Label } from '../../labels/index.js';

/** From the class that an answer names to the one that it counts as; what is not named stays. One step: a map may swap two names. */
export type ClassMap = Readonly<Record<string, string>>;

export const mappedClass = (name: string, map: ClassMap): string => (Object.hasOwn(map, name) ? map[name]! : name);

/** The labels with each class as what it counts as; fields have none. */
export function mapClasses(labels: Label[], map: ClassMap): Label[] {
  return labels.map((label) => ('class' in label ? { ...label, class: mappedClass(label.class, map) } : label));
}
