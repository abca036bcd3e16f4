/** The word on what people ask of whoever leads them, whatever it is. */
export const asked = {
  of: (name: string, what: string) => `${name}, ${what}`,
  approveHint: 'They read it. You need not say anything.',
  refuse: 'Refuse',
  refuseTitle: (of: string) => `Why not: ${of}?`,
  refuseHint: 'They read it.',
};
