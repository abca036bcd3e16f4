export { readAnnotations as readDarwinAnnotations } from './darwin/annotations.js';
export * from './item.types.js';
export { LineFault } from './line-fault.js';
export { beginning, type Place } from './place.js';
export { readBlocks, readItems } from './read-items.js';
export { scrubUrl } from './url.js';
