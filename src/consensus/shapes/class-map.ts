import type { Label } from '../../labels/index.js';

/** From the class that an answer names to the one that it counts as; what is not named stays. */
export type ClassMap = Readonly<Record<string, string>>;

export const mappedClass = (name: string, map: ClassMap): string => (Object.hasOwn(map, name) ? map[name]! : name);

/**
 * Labels with other class names: for projects whose classes were named differently, or for several classes that count as
 * one. Tags, shapes and spans are mapped; a class that the map does not name stays, as do fields. Tags that come to be the
 * same are one tag, at the place of the first.
 *
 * @param map from the class that labels carry to the class that they shall carry
 */
export function mapClasses(labels: Label[], map: ClassMap): Label[] {
  const tags = new Set<string>();
  return labels.flatMap((label): Label[] => {
    if (!('class' in label)) return [label];
    const name = mappedClass(label.class, map);
    if (label.kind === 'TAG') {
      if (tags.has(name)) return [];
      tags.add(name);
    }
    return [{ ...label, class: name }];
  });
}
