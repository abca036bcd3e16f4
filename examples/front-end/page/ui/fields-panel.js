/** Tags and the questions of the label schema. Made once; values follow the state, so that undo reaches them. */
import { withField, withTag } from '../editing/answer.js';
import { answerNow } from './commands.js';
import { h } from './elements.js';

/** More options than this become a list that opens. */
const MOST_RADIOS = 6;

export function createFieldsPanel(store, commands) {
  const { schema } = store.state;
  const answer = () => answerNow(store.state);
  const set = (name, value, gesture = null) => commands.change(withField(answer(), name, value), gesture);

  const tags = schema.classes.filter(({ kind }) => kind === 'TAG').map(({ name }) => tagBox(name));
  const fields = schema.fields.map((field) =>
    ({ CHOICE: choiceField, TEXT: textField, NUMBER: numberField })[field.kind](field),
  );
  fill('tags', tags);
  fill('fields', fields);
  store.listen((state) => {
    for (const { show } of [...tags, ...fields]) show(answerNow(state));
  });

  function tagBox(name) {
    const input = h('input', {
      type: 'checkbox',
      onchange: () => commands.change(withTag(answer(), name, input.checked)),
    });
    return {
      element: h('label', { className: 'option' }, input, h('span', {}, name)),
      show: ({ tags: on }) => (input.checked = on.includes(name)),
    };
  }

  function choiceField(field) {
    return field.options.length <= MOST_RADIOS ? radioField(field) : selectField(field);
  }

  function radioField({ name, options, required }) {
    const group = idOf(name);
    const inputs = options.map((option) =>
      h('input', { type: 'radio', name: group, value: option, onchange: () => set(name, option) }),
    );
    const clear = h('button', { type: 'button', className: 'link', onclick: () => set(name, undefined) }, 'Clear');
    return {
      element: h(
        'fieldset',
        { id: group },
        h('legend', {}, titleOf(name, required), !required && clear),
        options.map((option, index) => h('label', { className: 'option' }, inputs[index], h('span', {}, option))),
      ),
      show: ({ fields: values }) => {
        for (const input of inputs) input.checked = input.value === values[name];
        clear.hidden = values[name] === undefined;
      },
    };
  }

  function selectField({ name, options, required }) {
    const select = h(
      'select',
      { id: idOf(name), onchange: () => set(name, select.value) },
      h('option', { value: '' }, '–'),
      options.map((option) => h('option', { value: option }, option)),
    );
    return {
      element: labelled(name, required, select),
      show: ({ fields: values }) => (select.value = values[name] ?? ''),
    };
  }

  function textField({ name, required, maximumLength }) {
    const input = h('textarea', {
      id: idOf(name),
      rows: 2,
      maxLength: maximumLength ?? 10_000,
      oninput: () => set(name, input.value, `field ${name}`),
    });
    return {
      element: labelled(name, required, input),
      show: ({ fields: values }) => follow(input, values[name] ?? ''),
    };
  }

  function numberField({ name, required, minimum, maximum }) {
    const input = h('input', {
      id: idOf(name),
      type: 'number',
      step: 'any',
      min: minimum ?? '',
      max: maximum ?? '',
      oninput: () => set(name, Number.isNaN(input.valueAsNumber) ? undefined : input.valueAsNumber, `field ${name}`),
    });
    return {
      element: labelled(name, required, input, rangeOf(minimum, maximum)),
      // "1." while somebody writes 1.5 is the number 1: what is written stays.
      show: ({ fields: values }) =>
        input.valueAsNumber !== values[name] && document.activeElement !== input && follow(input, values[name] ?? ''),
    };
  }
}

const idOf = (name) => `field-${encodeURIComponent(name)}`;
export const focusField = (name) => {
  const element = document.getElementById(idOf(name));
  (element?.tagName === 'FIELDSET' ? element.querySelector('input') : element)?.focus();
};

const titleOf = (name, required) =>
  h('span', { className: 'grow' }, name, required && h('span', { className: 'quiet small' }, ' required'));

function labelled(name, required, input, hint) {
  if (required) input.required = true;
  return h(
    'div',
    { className: 'field' },
    h('label', { for: input.id }, titleOf(name, required), hint && h('span', { className: 'quiet small' }, hint)),
    input,
  );
}

function rangeOf(minimum, maximum) {
  if (minimum != null && maximum != null) return `${minimum} to ${maximum}`;
  if (minimum != null) return `at least ${minimum}`;
  return maximum != null ? `at most ${maximum}` : null;
}

function follow(input, value) {
  if (input.value !== String(value)) input.value = value;
}

function fill(id, parts) {
  document.getElementById(`${id}-section`).hidden = parts.length === 0;
  document.getElementById(id).replaceChildren(...parts.map(({ element }) => element));
}
