import 'reflect-metadata';
import { pathToFileURL } from 'node:url';
import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest loads each test file, and all that it imports, into a world of its own: for the server a thousand modules, seconds a file. Here
 * what is under test is loaded compiled and as Node loads it, once a worker (`compiled.mjs`); only the test files are loaded anew.
 */
export default class Environment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.importCompiled = (file) => import(pathToFileURL(file).href);
    // Where decorators keep what they say, so that Nest finds it of classes that tests make.
    this.global.Reflect = Reflect;
  }
}
