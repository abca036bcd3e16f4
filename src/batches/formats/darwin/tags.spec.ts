import { describe, expect, it } from '@jest/globals';
import { metadataOfTags, originOf } from './tags.js';

describe('metadata from Darwin tags', () => {
  it.each([
    [['Age:42'], { Age: 42 }],
    [['View/PA'], { View: 'PA' }],
    [['COVID-19', 'Viral Pneumonia'], { 'COVID-19': true, 'Viral Pneumonia': true }],
    [['location:Rome, Italy/Lazio'], { location: 'Rome, Italy/Lazio' }],
    [['Finding/A', 'Finding/B', 'Finding/3'], { Finding: ['A', 'B', 3] }],
    [['19', 'Age:', ':4', '8'], { tags: ['19', 'Age:', ':4', '8'] }],
    [['PatientID:319a', 'Temperature:38.6'], { PatientID: '319a', Temperature: 38.6 }],
  ])('%j → %j', (tags, metadata) => expect(metadataOfTags(tags)).toEqual(metadata));

  it('names the patient and the place, but not when there are several', () => {
    expect(originOf({ PatientID: 19, location: 'Rome' })).toEqual({ groupKey: '19', source: 'Rome' });
    expect(originOf({ PatientID: [1, 2] })).toEqual({});
  });
});
