export * from './item.types.js';
export { readItems } from './read-items.js';
export { scrubUrl } from './url.js';
