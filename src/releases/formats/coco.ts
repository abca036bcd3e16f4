import { createHash } from 'node:crypto';
import { isShape, type LabelSchema, type ShapeLabel } from '../../labels/index.js';
import { cocoShape } from './coco-shape.js';
import type { ReleasedItems } from './released-item.types.js';

export interface CocoOptions {
  schema: LabelSchema;
  info: { description: string; version: string; date_created: string; [key: string]: unknown };
  licenses?: { id: number; name: string; url: string }[];
}

/**
 * COCO `instances.json`, piece by piece: only one item is held at a time. The items are read twice, since COCO lists
 * all images before all annotations. Ids count from 1 (0 is read as background by many trainers); categories are the
 * schema's shape classes in its order. A shape's attributes stand in `attributes`, as several tools write them; spans have no
 * place in COCO (`metadata.jsonl` has them).
 * @throws if the two readings differ, or a label's class is not in the schema.
 */
export async function* encodeCoco(items: ReleasedItems, options: CocoOptions): AsyncGenerator<string> {
  const { schema, info, licenses = [] } = options;
  const classes = schema.classes.filter(({ kind }) => kind !== 'TAG' && kind !== 'SPAN');
  const categories = classes.map(({ name }, place) => ({ id: place + 1, name, supercategory: '' }));
  const categoryIds = new Map(categories.map(({ id, name }) => [name, id]));
  const categoryOf = (shape: ShapeLabel) => {
    const id = categoryIds.get(shape.class);
    if (id === undefined) throw new Error(`the class ${shape.class} of a released label is not in the schema`);
    return id;
  };

  const json = JSON.stringify;
  yield `{"info":${json(info)},\n"licenses":${json(licenses)},\n"categories":${json(categories)},\n"images":[`;
  let imageId = 0;
  const written = createHash('sha256');
  for await (const { externalKey, fileName: file_name, width, height } of items()) {
    imageId += 1;
    written.update(`${externalKey}\n`);
    yield `${imageId > 1 ? ',' : ''}\n${json({ id: imageId, file_name, width, height, external_key: externalKey })}`;
  }

  yield '],\n"annotations":[';
  imageId = 0;
  let id = 0;
  const read = createHash('sha256');
  for await (const item of items()) {
    imageId += 1;
    read.update(`${item.externalKey}\n`);
    for (const shape of item.labels.filter(isShape)) {
      const drawn = cocoShape(shape, item);
      // A mask without pixels or a ring without area has nothing to learn from, and its empty box breaks trainers.
      if (drawn.area === 0) continue;
      id += 1;
      const annotation = {
        id,
        image_id: imageId,
        category_id: categoryOf(shape),
        ...drawn,
        iscrowd: 0,
        ...attributesOf(shape),
      };
      yield `${id > 1 ? ',' : ''}\n${json(annotation)}`;
    }
  }
  if (written.digest('hex') !== read.digest('hex')) throw new Error('the items changed while they were released');
  yield ']}\n';
}

const attributesOf = ({ attributes }: ShapeLabel) => (attributes ? { attributes } : {});
