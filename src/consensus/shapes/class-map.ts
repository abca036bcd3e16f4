import type { Label } from '../../labels/index.js';

/** The same labels with classes called what they count as; one step, so a map may swap two names. */
export function mapClasses(labels: Label[], map: Readonly<Record<string, string>>): Label[] {
  return labels.map((label) => {
    const to = 'class' in label && Object.hasOwn(map, label.class) ? map[label.class] : undefined;
    return to === undefined ? label : ({ ...label, class: to } as Label);
  });
}
