/**
 * What a policy may ask of the parts of an answer: a door of its own, since it is pure. Whoever comes by the feature's loads Nest, TypeORM
 * and GraphQL with it, which costs a thread a second before it begins.
 */
export { choiceMethods, partKinds, type AggregationFamily } from '../consensus-policy.rules.js';
