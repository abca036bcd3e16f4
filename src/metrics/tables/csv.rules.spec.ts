import { expect, it } from '@jest/globals';
import { csvOfTable } from './csv.rules.js';

it.each([
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-1+A1', "'-1+A1"],
  ['+49 30', "'+49 30"],
  ['-1', "'-1"],
  ['-1.0000', '-1.0000'],
  [-3600, '-3600'],
  ['a "b",\nc', '"a ""b"",\nc"'],
  [null, ''],
])('%j is the cell %s: no formula, and a figure below zero stays one', (value, cell) => {
  expect(csvOfTable(['x'], [[value]])).toBe(`x\r\n${cell}\r\n`);
});
