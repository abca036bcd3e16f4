export { encodeCoco, type CocoOptions } from './coco.js';
export { encodeDarwin2 } from './darwin2.js';
export { rasterLayerOf as darwinRasterLayerOf } from './darwin2-raster.js';
export { digested, encodeChecksums, encodeManifest, type Manifest, type ManifestFile } from './manifest.js';
export type { ReleasedItem, ReleasedItems } from './released-item.types.js';
export { encodeSemanticMask, paintSemanticMask } from './semantic-mask.js';
export { metadataLines } from './metadata-lines.js';
