import { decodeMask, paintBox, paintPolygon, type ItemSize, type ShapeLabel } from '../../labels/index.js';

/**
 * Paints a shape into a row-major raster, over what is there. Parts outside the image are cut off.
 * @throws when a mask is not of the raster's size
 */
export function paintShape(raster: Uint8Array, { width, height }: ItemSize, shape: ShapeLabel, value: number): void {
  switch (shape.kind) {
    case 'BOX':
      return paintBox(raster, width, height, shape, value);
    case 'POLYGON':
      return paintPolygon(raster, width, height, shape.rings, value);
    case 'MASK': {
      if (shape.width !== width || shape.height !== height) throw new Error('a mask is not of its image’s size');
      const pixels = decodeMask(shape);
      for (let at = 0; at < pixels.length; at += 1) if (pixels[at] !== 0) raster[at] = value;
    }
  }
}
