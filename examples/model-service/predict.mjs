/** Said with every answer: figures are kept apart by it, so it changes whenever the predictions do. */
export const model = { name: 'middle-of-the-picture', version: '1.0.0' };

/**
 * The labels of one item, in Muster's own form (docs/labels.md). This “model” marks the middle of the picture with every class
 * that is drawn: half of the width and of the height. Put yours here.
 * @param item what Muster says of it: `data`, `metadata`, `mediaUrl`, `size`
 * @param labelSchema what the project asks for; labels that it does not know are refused
 */
export function predict({ size }, labelSchema) {
  if (!size) return { labels: [], scores: [] };
  const box = { x: size.width / 4, y: size.height / 4, width: size.width / 2, height: size.height / 2 };
  const labels = labelSchema.classes.flatMap(({ name, kind }) => {
    if (kind === 'BOX') return [{ kind, class: name, ...box }];
    if (kind === 'POLYGON') return [{ kind, class: name, rings: [cornersOf(box)] }];
    return [];
  });
  return { labels, scores: labels.map(() => 0.5) };
}

const cornersOf = ({ x, y, width, height }) => [
  { x, y },
  { x: x + width, y },
  { x: x + width, y: y + height },
  { x, y: y + height },
];
