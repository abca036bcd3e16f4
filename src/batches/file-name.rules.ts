import { ClientFault } from '../platform/index.js';

/** A name that can be stored and shown; files are kept under ids, so it never becomes a path. @throws ClientFault */
export function fileNameOf(name: string | undefined): string {
  if (!name || name.length > 300 || /[\p{Cc}\p{Surrogate}]/u.test(name)) {
    throw ClientFault.invalid('name', 'must be a file name of 1 to 300 characters');
  }
  return name;
}
