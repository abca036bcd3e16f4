/** What the person may know of the item, what a reviewer said, and how the picture is shown. */
import { h, replaceContent } from './elements.js';

const STAGES = { ANNOTATE: 'Label', REWORK: 'Rework', ADJUDICATE: 'Decide' };

export function createItemPanel(store, commands) {
  const { work } = store.state;
  const { fileName, url: _, width: __, height: ___, ...data } = work.data ?? {};
  document.getElementById('title').textContent = fileName ?? 'Your task';
  document.title = `${fileName ?? 'Your task'} · Labelling`;
  document.getElementById('stage-name').textContent = STAGES[work.stage] ?? work.stage;

  const facts = Object.entries({ ...data, ...work.metadata }).filter(([, value]) => value !== null && value !== '');
  if (work.model) facts.push(['Pre-labelled by', work.model]);
  document.getElementById('item-section').hidden = facts.length === 0;
  document
    .getElementById('facts')
    .replaceChildren(...facts.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, shown(value))]));

  showFeedback(work.feedback);
  listenToLook(store, commands);
}

const shown = (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, 500);

function showFeedback(feedback) {
  const box = document.getElementById('feedback');
  box.hidden = !feedback;
  if (!feedback) return;
  replaceContent(
    box,
    h('h2', {}, feedback.decision === 'REJECT' ? 'A reviewer sent this back' : 'A reviewer says'),
    feedback.comment && h('p', {}, feedback.comment),
    feedback.errors?.length > 0 &&
      h(
        'ul',
        {},
        feedback.errors.map(({ code, class: name, severity }) =>
          h('li', {}, [code, name, severity?.toLowerCase()].filter(Boolean).join(' · ')),
        ),
      ),
  );
}

function listenToLook(store, commands) {
  const [brightness, contrast, invert] = ['brightness', 'contrast', 'invert'].map((id) => document.getElementById(id));
  brightness.addEventListener('input', () => commands.look({ brightness: Number(brightness.value) }));
  contrast.addEventListener('input', () => commands.look({ contrast: Number(contrast.value) }));
  invert.addEventListener('change', () => commands.look({ isInverted: invert.checked }));
  const reset = document.getElementById('reset-look');
  reset.addEventListener('click', () => commands.look({ brightness: 100, contrast: 100, isInverted: false }));
  store.listen(({ look }) => {
    [brightness.value, contrast.value, invert.checked] = [look.brightness, look.contrast, look.isInverted];
    document.getElementById('brightness-value').textContent = `${look.brightness} %`;
    document.getElementById('contrast-value').textContent = `${look.contrast} %`;
    reset.hidden = look.brightness === 100 && look.contrast === 100 && !look.isInverted;
  });
}
