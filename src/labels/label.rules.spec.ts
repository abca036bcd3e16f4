import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asLabels, faultsOfLabels } from './label.rules.js';
import { labelKinds, type LabelSchema } from './label.types.js';

const schema: LabelSchema = {
  classes: [
    { name: 'Lung', kind: 'POLYGON' },
    { name: 'Tube', kind: 'BOX' },
    { name: 'Opacity', kind: 'MASK' },
    { name: 'COVID-19', kind: 'TAG' },
    {
      name: 'DRUG',
      kind: 'SPAN',
      attributes: [
        { name: 'certainty', options: ['sure', 'maybe'], required: true },
        { name: 'route', options: ['oral'] },
      ],
    },
  ],
  fields: [
    { name: 'view', kind: 'CHOICE', options: ['AP', 'PA'] },
    { name: 'note', kind: 'TEXT', maximumLength: 5 },
    { name: 'age', kind: 'NUMBER', minimum: 0, maximum: 89 },
  ],
};
const size = { width: 4, height: 3 };

const corner = { x: 0, y: 0 };
const lung = { kind: 'POLYGON', class: 'Lung', rings: [[corner, { x: 4, y: 0 }, { x: -9.5, y: 3 }]] };
const tube = { kind: 'BOX', class: 'Tube', x: -1, y: 0.5, width: 2, height: 3 };
const opacity = { kind: 'MASK', class: 'Opacity', width: 4, height: 3, counts: [0, 3, 9] };
const covid = { kind: 'TAG', class: 'COVID-19' };
const view = { kind: 'CHOICE', field: 'view', option: 'AP' };
const note = { kind: 'TEXT', field: 'note', text: '' };
const age = { kind: 'NUMBER', field: 'age', value: 89 };
const drug = { kind: 'SPAN', class: 'DRUG', start: 0, end: 7, attributes: { certainty: 'sure' } };
const all = [lung, tube, opacity, covid, view, note, age, drug];

describe('faultsOfLabels', () => {
  it('finds none in labels, also where a polygon leaves the picture', () => {
    expect(faultsOfLabels(all, schema, size)).toEqual([]);
    expect(faultsOfLabels([], schema)).toEqual([]);
  });

  it.each([
    ['no list', {}, 'labels', 'must be a list of labels'],
    ['no object', [covid, 3], 'labels[1]', 'must be an object'],
    ['no kind', [{ class: 'Lung' }], 'labels[0].kind', `must be one of ${labelKinds.join(', ')}`],
    ['an unknown kind', [{ ...lung, kind: 'LINE' }], 'labels[0].kind', `must be one of ${labelKinds.join(', ')}`],
    ['an extra key', [{ ...covid, colour: 'red' }], 'labels[0].colour', 'is not a known key'],
    ['an extra coordinate', [{ ...lung, rings: [[{ ...corner, z: 1 }, corner, corner]] }], 'labels[0].rings[0][0].z', 'is not a known key'],
    ['an unknown class', [{ ...covid, class: 'constructor' }], 'labels[0].class', '"constructor" is not a class of the schema'],
    ['a class of another kind', [{ ...lung, class: 'Tube' }], 'labels[0].class', '"Tube" is a class for BOX labels, not POLYGON'],
    ['an unknown field', [{ ...view, field: 'side' }], 'labels[0].field', '"side" is not a field of the schema'],
    ['a field of another kind', [{ ...view, field: 'note' }], 'labels[0].field', '"note" is a field for TEXT labels, not CHOICE'],
    ['a second answer', [view, { ...view, option: 'PA' }], 'labels[1].field', '"view" is answered already'],
    ['an unknown option', [{ ...view, option: 'ap' }], 'labels[0].option', 'is not an option of "view"'],
    ['a long text', [{ ...note, text: 'abcdef' }], 'labels[0].text', 'must have 0 to 5 characters'],
    ['half a surrogate pair', [{ ...note, text: '\ud800' }], 'labels[0].text', 'must not contain NUL or half a surrogate pair'],
    ['a number out of range', [{ ...age, value: 90 }], 'labels[0].value', 'must be at most 89'],
    ['NaN', [{ ...age, value: Number.NaN }], 'labels[0].value', 'must be a finite number'],
    ['a text for a number', [{ ...age, value: '7' }], 'labels[0].value', 'must be a finite number'],
    ['no rings', [{ ...lung, rings: [] }], 'labels[0].rings', 'must have at least 1 rings'],
    ['a line', [{ ...lung, rings: [[corner, corner]] }], 'labels[0].rings[0]', 'must have at least 3 points'],
    ['an infinite coordinate', [covid, { ...lung, rings: [[corner, corner, { x: Infinity, y: 0 }]] }], 'labels[1].rings[0][2].x', 'must be a finite number'],
    ['a coordinate beyond reason', [{ ...lung, rings: [[corner, corner, { x: 0, y: -1e6 - 1 }]] }], 'labels[0].rings[0][2].y', 'must be at least -1000000'],
    ['a flat box', [{ ...tube, height: 0 }], 'labels[0].height', 'must be greater than 0'],
    ['a mask that ends early', [{ ...opacity, counts: [0, 3, 8] }], 'labels[0].counts', 'must sum to width × height, 12, but sum to 11'],
    ['a negative run', [{ ...opacity, counts: [0, -3, 15] }], 'labels[0].counts[1]', 'must be at least 0'],
    ['half a run', [{ ...opacity, counts: [0.5, 11.5] }], 'labels[0].counts[0]', 'must be an integer'],
    ['a mask of another size', [{ ...opacity, width: 3, counts: [9] }], 'labels[0].width', "must be the picture's, 4"],
    ['an empty span', [{ ...drug, end: 0 }], 'labels[0].end', 'must be greater than the start, 0'],
    ['half a character', [{ ...drug, end: 1.5 }], 'labels[0].end', 'must be an integer'],
    ['a span before the text', [{ ...drug, start: -1 }], 'labels[0].start', 'must be at least 0'],
    ['a span behind any text', [{ ...drug, end: 50_000_001 }], 'labels[0].end', 'must be at most 50000000'],
    ['a required attribute without answer', [{ ...drug, attributes: undefined }], 'labels[0].attributes', 'must answer the required attribute "certainty"'],
    ['an unknown option of an attribute', [{ ...drug, attributes: { certainty: 'no' } }], 'labels[0].attributes.certainty', 'is not an option of "certainty"'],
    ['an inherited option', [{ ...drug, attributes: { certainty: 'sure', route: null } }], 'labels[0].attributes.route', 'is not an option of "route"'],
    ['an unknown attribute', [{ ...tube, attributes: { side: 'left' } }], 'labels[0].attributes.side', 'is not a known key'],
    ['attributes in a list', [{ ...drug, attributes: ['sure'] }], 'labels[0].attributes', 'must be an object'],
    ['attributes of a tag', [{ ...covid, attributes: {} }], 'labels[0].attributes', 'is not a known key'],
    ['too many labels', new Array(10_001).fill(covid), 'labels', 'must have at most 10000 labels'],
    ['too many points', new Array(3).fill({ ...lung, rings: [new Array(66_667).fill(corner)] }), 'labels', 'must have at most 200000 points in total'],
  ])('finds %s', (_, labels, path, message) => {
    const [fault] = faultsOfLabels(labels, schema, size);
    expect(fault).toEqual({ path, message });
  }); // prettier-ignore

  it('finds a required field that nobody answered', () => {
    const strict: LabelSchema = { classes: [], fields: [{ name: 'note', kind: 'TEXT', required: true }] };
    expect(faultsOfLabels([note], strict)).toEqual([]);
    expect(faultsOfLabels([], strict)).toEqual([{ path: 'labels', message: 'must answer the required field "note"' }]);
  });

  it('refuses a mask whose raster would not fit in memory', () => {
    const vast = { ...opacity, width: 100_000, height: 100_000, counts: [1] };
    expect(faultsOfLabels([vast], schema)[0]?.message).toBe('must have at most 100000000 pixels');
  });

  it('stops after 100', () => {
    expect(faultsOfLabels(new Array(500).fill(7), schema)).toHaveLength(100);
    expect(faultsOfLabels([{ ...lung, rings: [new Array(500).fill(7)] }], schema)).toHaveLength(100);
  });

  it('never throws, and what has no faults comes back the same', () => {
    const coordinate = fc.oneof(fc.integer({ min: -9, max: 99 }), fc.jsonValue());
    const point = fc.oneof(fc.record({ x: coordinate, y: coordinate }), fc.jsonValue());
    const label = fc.record(
      {
        kind: fc.constantFrom(...labelKinds, 'LINE'),
        class: fc.constantFrom('Lung', 'Tube', 'Opacity', 'COVID-19', '__proto__', 3),
        field: fc.constantFrom('view', 'note', 'age', 'toString', null),
        option: fc.constantFrom('AP', 'x', {}),
        text: fc.jsonValue(),
        value: fc.jsonValue(),
        rings: fc.oneof(fc.array(fc.oneof(fc.array(point), fc.jsonValue())), fc.jsonValue()),
        x: coordinate,
        y: coordinate,
        width: coordinate,
        height: coordinate,
        counts: fc.oneof(fc.array(coordinate), fc.jsonValue()),
      },
      { requiredKeys: ['kind'] },
    );
    const labels = fc.oneof(fc.array(fc.oneof(label, fc.constantFrom(...all), fc.jsonValue())), fc.jsonValue());
    fc.assert(
      fc.property(labels, (value) => {
        if (faultsOfLabels(value, schema, size).length === 0) expect(asLabels(value)).toEqual(value);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('asLabels', () => {
  it('makes copies with known keys only', () => {
    const copies = asLabels(all.map((label) => ({ ...label, secret: 1 })));
    expect(copies).toEqual(all);
    expect(copies[0]).not.toBe(all[0]);
  });
});
