/**
 * A colour for each class, by its place in the schema, the same for everybody who looks at the project. The names are of
 * custom properties in front-end.css, which has a set for the picture and one for text on light and on dark.
 */
const COLOURS = 8;

export const colourOf = (schema, name) =>
  (Math.max(
    0,
    schema.classes.findIndex((each) => each.name === name),
  ) %
    COLOURS) +
  1;
