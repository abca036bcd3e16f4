import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asLabelSchema, faultsOfSchema } from './label-schema.rules.js';

const lungs = {
  classes: [
    { name: 'Lung', kind: 'POLYGON', maskValue: 255 },
    { name: 'COVID-19', kind: 'TAG', colour: '#F783ac' },
  ],
  fields: [
    { name: 'view', kind: 'CHOICE', options: ['AP', 'PA'], required: true },
    { name: 'note', kind: 'TEXT', maximumLength: 200 },
    { name: 'age', kind: 'NUMBER', minimum: 0, maximum: 89 },
  ],
};

const side = { name: 'side', options: ['left', 'right'], required: true };
const withClass = (entry: unknown) => ({ classes: [entry], fields: [] });
const withField = (entry: unknown) => ({ classes: [], fields: [entry] });
const many = (length: number) => Array.from({ length }, (_, i) => ({ name: `c${i}`, kind: 'TAG' }));

describe('faultsOfSchema', () => {
  it('finds none in a schema', () => {
    expect(faultsOfSchema(lungs)).toEqual([]);
    expect(faultsOfSchema({ classes: [], fields: [] })).toEqual([]);
    expect(faultsOfSchema({ classes: many(500), fields: [] })).toEqual([]);
  });

  it.each([
    ['no object', null, '', 'must be an object'],
    ['no classes', { fields: [] }, 'classes', 'must be a list of classes'],
    ['too many classes', { classes: many(501), fields: [] }, 'classes', 'must have at most 500 classes'],
    ['a misspelt key', { ...lungs, colour: 1 }, 'colour', 'is not a known key'],
    ['a hostile key', { ...lungs, ['a.b']: 1 }, '["a.b"]', 'is not a known key'],
    ['a misspelt class key', withClass({ name: 'a', kind: 'TAG', color: 1 }), 'classes[0].color', 'is not a known key'],
    ['an empty name', withClass({ name: '', kind: 'TAG' }), 'classes[0].name', 'must have 1 to 100 characters'],
    ['a long name', withClass({ name: 'a'.repeat(101), kind: 'TAG' }), 'classes[0].name', 'must have 1 to 100 characters'],
    ['a blank name', withClass({ name: '  ', kind: 'TAG' }), 'classes[0].name', 'must not be blank'],
    ['NUL in a name', withClass({ name: 'a\0', kind: 'TAG' }), 'classes[0].name', 'must not contain NUL or half a surrogate pair'],
    ['an unknown kind', withClass({ name: 'a', kind: 'LINE' }), 'classes[0].kind', 'must be one of TAG, BOX, POLYGON, MASK, SPAN'],
    ['background as a value', withClass({ name: 'a', kind: 'BOX', maskValue: 0 }), 'classes[0].maskValue', 'must be at least 1'],
    ['a value over a byte', withClass({ name: 'a', kind: 'BOX', maskValue: 256 }), 'classes[0].maskValue', 'must be at most 255'],
    ['a broken value', withClass({ name: 'a', kind: 'BOX', maskValue: 1.5 }), 'classes[0].maskValue', 'must be an integer'],
    ['a colour by its name', withClass({ name: 'a', kind: 'BOX', colour: 'red' }), 'classes[0].colour', 'must be a colour such as #4dabf7'],
    ['a painted tag', withClass({ name: 'a', kind: 'TAG', maskValue: 1 }), 'classes[0].maskValue', 'is for shapes: a tag has no pixels to paint'],
    ['a painted span', withClass({ name: 'a', kind: 'SPAN', maskValue: 1 }), 'classes[0].maskValue', 'is for shapes: a span has no pixels to paint'],
    ['attributes of a tag', withClass({ name: 'a', kind: 'TAG', attributes: [side] }), 'classes[0].attributes', 'is for shapes and spans: a tag is there or not'],
    ['no list of attributes', withClass({ name: 'a', kind: 'BOX', attributes: side }), 'classes[0].attributes', 'must be a list of attributes'],
    ['too many attributes', withClass({ name: 'a', kind: 'BOX', attributes: new Array(51).fill(side) }), 'classes[0].attributes', 'must have at most 50 attributes'],
    ['an attribute twice', withClass({ name: 'a', kind: 'SPAN', attributes: [side, side] }), 'classes[0].attributes[1].name', '"side" is there already'],
    ['an attribute without options', withClass({ name: 'a', kind: 'SPAN', attributes: [{ name: 'b' }] }), 'classes[0].attributes[0].options', 'must be a list of options'],
    ['an attribute perhaps required', withClass({ name: 'a', kind: 'BOX', attributes: [{ ...side, required: 'no' }] }), 'classes[0].attributes[0].required', 'must be true or false'],
    ['a name twice', { classes: [...many(1), ...many(1)], fields: [] }, 'classes[1].name', '"c0" is there already'],
    ['no options', withField({ name: 'a', kind: 'CHOICE' }), 'fields[0].options', 'must be a list of options'],
    ['empty options', withField({ name: 'a', kind: 'CHOICE', options: [] }), 'fields[0].options', 'must have at least 1 options'],
    ['an option twice', withField({ name: 'a', kind: 'CHOICE', options: ['x', 'x'] }), 'fields[0].options[1]', '"x" is there already'],
    ['options of a text', withField({ name: 'a', kind: 'TEXT', options: ['x'] }), 'fields[0].options', 'is for CHOICE fields only'],
    ['an empty range', withField({ name: 'a', kind: 'NUMBER', minimum: 2, maximum: 1 }), 'fields[0].maximum', 'must not be less than the minimum'],
    ['no limit', withField({ name: 'a', kind: 'NUMBER', maximum: Infinity }), 'fields[0].maximum', 'must be a finite number'],
    ['perhaps required', withField({ name: 'a', kind: 'TEXT', required: 1 }), 'fields[0].required', 'must be true or false'],
    ['a field kind', withField({ name: 'a', kind: 'TAG' }), 'fields[0].kind', 'must be one of CHOICE, TEXT, NUMBER'],
  ])('finds %s', (_, value, path, message) => {
    expect(faultsOfSchema(value)).toEqual([{ path, message }]);
  }); // prettier-ignore

  it('stops after 100', () => {
    expect(faultsOfSchema({ classes: new Array(500).fill(7), fields: [] })).toHaveLength(100);
  });

  it('never throws, and what has no faults can be normalized', () => {
    const entry = fc.record(
      {
        name: fc.oneof(fc.string(), fc.jsonValue()),
        kind: fc.constantFrom('TAG', 'BOX', 'CHOICE', 'TEXT', 'NUMBER', 3),
        options: fc.oneof(fc.array(fc.string()), fc.jsonValue()),
        maskValue: fc.oneof(fc.integer(), fc.jsonValue()),
        minimum: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const entries = fc.oneof(fc.array(fc.oneof(entry, fc.jsonValue())), fc.jsonValue());
    fc.assert(
      fc.property(fc.oneof(fc.record({ classes: entries, fields: entries }), fc.jsonValue()), (value) => {
        if (faultsOfSchema(value).length === 0) expect(faultsOfSchema(asLabelSchema(value))).toEqual([]);
        else expect(() => asLabelSchema(value)).toThrow(TypeError);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('asLabelSchema', () => {
  it('copies what is there and leaves out null', () => {
    const schema = asLabelSchema({ ...lungs, classes: [{ name: 'Lung', kind: 'MASK', maskValue: null }] });
    expect(schema).toEqual({ classes: [{ name: 'Lung', kind: 'MASK' }], fields: lungs.fields });
    expect(Object.keys(schema.classes[0] ?? {})).toEqual(['name', 'kind']);
    expect(schema.fields[0]?.options).not.toBe(lungs.fields[0]?.options);
  });

  it('copies attributes', () => {
    const classes = [{ name: 'DRUG', kind: 'SPAN' as const, attributes: [{ ...side, required: null }] }];
    const schema = asLabelSchema({ classes, fields: [] });
    expect(schema.classes[0]?.attributes).toEqual([{ name: 'side', options: ['left', 'right'] }]);
    expect(schema.classes[0]?.attributes?.[0]?.options).not.toBe(side.options);
  });

  it('throws the first fault', () => {
    expect(() => asLabelSchema({ classes: [], fields: 1 })).toThrow('label schema: fields must be a list of fields');
  });
});
