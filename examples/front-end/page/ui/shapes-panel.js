/** The classes to draw with and the list of shapes, in the panel. */
import { withAttribute, withClass } from '../editing/answer.js';
import { colourOf } from '../editing/colours.js';
import { outlineOf } from '../editing/shapes.js';
import { answerNow, shapeClasses } from './commands.js';
import { h, icon, replaceContent, swatch } from './elements.js';

export function createShapesPanel(store, commands) {
  const classes = document.getElementById('classes');
  const list = document.getElementById('shapes');
  let drawn = {};

  store.listen((state) => {
    const { schema, drawing, selected } = state;
    const { shapes, kept } = answerNow(state);
    const isSame = drawn.shapes === shapes && drawn.selected === selected && drawn.class === drawing?.class;
    if (isSame) return;
    drawn = { shapes, selected, class: drawing?.class };

    const shown = shapeClasses(state);
    document.getElementById('draw-section').hidden = shown.length === 0;
    replaceContent(
      classes,
      shown.map((each, index) => classButton(each, index)),
    );
    document.getElementById('shapes-section').hidden = shown.length === 0 && kept.length === 0;
    document.getElementById('shape-count').textContent = shapes.length > 0 ? String(shapes.length) : '';
    replaceContent(
      list,
      shapes.map((shape) => row(shape)),
      shapes.length === 0 &&
        shown.length > 0 &&
        h('li', { className: 'quiet' }, 'None yet. Choose a class above and draw.'),
      kept.length > 0 && h('li', { className: 'quiet' }, keptSentence(kept)),
    );

    function classButton({ name, kind }, index) {
      const isOn = drawing?.class === name;
      return h(
        'button',
        {
          type: 'button',
          className: 'class-button',
          'aria-pressed': String(isOn),
          'data-focus': `class ${name}`,
          title: `New ${kind === 'BOX' ? 'box' : 'polygon'}`,
          onclick: () => (isOn ? commands.cancel() : commands.draw({ name })),
        },
        swatch(colourOf(schema, name)),
        h('span', { className: 'grow' }, name),
        h('span', { className: 'quiet small' }, kind === 'BOX' ? 'box' : 'polygon'),
        index < 9 && h('kbd', {}, String(index + 1)),
      );
    }

    function row(shape) {
      const isSelected = shape.id === selected;
      return h(
        'li',
        {
          className: isSelected ? 'shape-row is-selected' : 'shape-row',
          onpointerenter: () => store.set({ hovered: shape.id }),
          onpointerleave: () => store.set({ hovered: null }),
        },
        h(
          'div',
          { className: 'shape-line' },
          h(
            'button',
            {
              type: 'button',
              className: 'shape-button',
              'aria-pressed': String(isSelected),
              'data-focus': `shape ${shape.id}`,
              onclick: () => commands.select(isSelected ? null : shape.id),
            },
            swatch(colourOf(schema, shape.class)),
            h('span', { className: 'grow' }, shape.class),
            h('span', { className: 'quiet small number' }, measureOf(shape)),
          ),
          h(
            'button',
            {
              type: 'button',
              className: 'icon-button',
              title: 'Delete',
              'aria-label': `Delete ${shape.class}, shape ${shapes.indexOf(shape) + 1}`,
              onclick: () => commands.removeShape(shape.id),
            },
            icon('delete'),
          ),
        ),
        isSelected && details(shape),
      );
    }

    function details(shape) {
      const known = schema.classes.find(({ name }) => name === shape.class);
      const others = schema.classes.filter(({ kind }) => kind === shape.kind).map(({ name }) => name);
      return h(
        'div',
        { className: 'shape-details' },
        others.length > 1 &&
          choice('Class', `class-of ${shape.id}`, others, shape.class, (name) =>
            commands.changeShape(withClass(shape, name)),
          ),
        (known?.attributes ?? []).map(({ name, options, required }) =>
          choice(
            required ? `${name} (required)` : name,
            `attribute ${shape.id} ${name}`,
            ['', ...options],
            shape.attributes?.[name] ?? '',
            (option) => commands.changeShape(withAttribute(shape, name, option)),
          ),
        ),
        shape.kind === 'POLYGON' &&
          h(
            'div',
            { className: 'row' },
            h(
              'button',
              { type: 'button', 'data-focus': 'simplify', onclick: commands.simplify },
              'Fewer points ',
              h('kbd', {}, 'S'),
            ),
            h(
              'button',
              { type: 'button', 'data-focus': 'hole', onclick: commands.drawHole },
              'Add hole ',
              h('kbd', {}, 'H'),
            ),
          ),
      );
    }
  });
}

function choice(title, focus, options, value, onChange) {
  return h(
    'label',
    { className: 'field-line' },
    h('span', {}, title),
    h(
      'select',
      { 'data-focus': focus, onchange: (event) => onChange(event.target.value) },
      options.map((option) => h('option', { value: option, selected: option === value }, option === '' ? '–' : option)),
    ),
  );
}

function measureOf(shape) {
  if (shape.kind === 'BOX') return `${Math.round(shape.width)} × ${Math.round(shape.height)}`;
  const rings = outlineOf(shape);
  const points = `${rings.flat().length} points`;
  return rings.length > 1 ? `${points}, ${rings.length} rings` : points;
}

function keptSentence(kept) {
  const kinds = [
    ...new Set(
      kept.map(({ kind }) => (kind === 'MASK' ? 'masks' : kind === 'SPAN' ? 'text spans' : kind.toLowerCase())),
    ),
  ];
  return `${kept.length} more (${kinds.join(', ')}) cannot be edited here and are sent back as they came.`;
}
