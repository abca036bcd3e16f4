import type { Label } from '../../labels/index.js';

/**
 * Labels with other class names: for projects whose classes were named differently, or for several classes that count as
 * one. TAG, BOX, POLYGON and MASK are mapped; a class that the map does not name stays, as do fields. Tags that come to be the
 * same are one tag, at the place of the first.
 *
 * @param map from the class that labels carry to the class that they shall carry
 */
export function mapClasses(labels: Label[], map: Record<string, string>): Label[] {
  const tags = new Set<string>();
  return labels.flatMap((label): Label[] => {
    if (!('class' in label)) return [label];
    const name = Object.hasOwn(map, label.class) ? map[label.class]! : label.class;
    if (label.kind === 'TAG') {
      if (tags.has(name)) return [];
      tags.add(name);
    }
    return [{ ...label, class: name }];
  });
}
