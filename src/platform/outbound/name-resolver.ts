import { lookup } from 'node:dns/promises';
import { Injectable } from '@nestjs/common';

/** Names to addresses, as this machine knows them. A test brings its own. */
export abstract class NameResolver {
  /** @returns every address of the name; throws when there is none */
  abstract resolve(name: string): Promise<string[]>;
}

@Injectable()
export class SystemNameResolver extends NameResolver {
  async resolve(name: string): Promise<string[]> {
    return (await lookup(name, { all: true, verbatim: true })).map(({ address }) => address);
  }
}
