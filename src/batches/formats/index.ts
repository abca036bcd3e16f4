export * from './item.types.js';
export { beginning, type Place } from './place.js';
export { readBlocks, readItems } from './read-items.js';
export { scrubUrl } from './url.js';
