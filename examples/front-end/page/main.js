/** Opens the work of the link, and puts the parts of the page together. */
import { dropOldDrafts, keepDraft, readDraft } from './draft.js';
import { answerOf, labelsOf } from './editing/answer.js';
import { begin } from './editing/history.js';
import { fitted } from './editing/view.js';
import { answerNow, createCommands } from './ui/commands.js';
import { closeByButtons, createHelp, createSkip, lettersWork, showCard, showNotice } from './ui/dialogs.js';
import { createFieldsPanel } from './ui/fields-panel.js';
import { createItemPanel } from './ui/item-panel.js';
import { commandFor } from './ui/keys.js';
import { listenToPointer } from './ui/pointer.js';
import { createPresence } from './ui/presence.js';
import { createSending } from './ui/sending.js';
import { sentencesOf } from './ui/sentences.js';
import { createShapesPanel } from './ui/shapes-panel.js';
import { createStage } from './ui/stage.js';
import { createStore } from './ui/store.js';
import { createToolbar } from './ui/toolbar.js';
import { Failed, readPicture, readWork, sendAnswer, takeToken } from './work.js';

// A second link opened in the same tab changes only what stands behind `#`.
addEventListener('hashchange', () => location.reload());
open().catch((failure) => {
  const [title, text] = sentencesOf(failure.code);
  const action = failure.home ? ['Back to Muster', failure.home] : ['Try again', () => location.reload()];
  showCard({ title, text, actions: failure.code === 'NO_TOKEN' ? [] : [action] });
  if (!failure.code) throw failure;
});

async function open() {
  const token = takeToken();
  if (!token) throw new Failed('NO_TOKEN');
  const work = await readWork(token);
  const picture = document.getElementById('picture');
  // Labels are in the pixels of `size`; only where Muster does not know it the picture's own counts.
  const shown = work.hasPicture ? await load(picture, token) : { width: 800, height: 600 };
  const size = work.size ?? shown;
  picture.hidden = !work.hasPicture;

  dropOldDrafts();
  const draft = readDraft(work.assignmentId);
  document.getElementById('workplace').hidden = false;
  document.getElementById('loading').hidden = true;
  const stage = document.getElementById('stage');
  const screen = { width: stage.clientWidth, height: stage.clientHeight };
  const store = createStore({
    work,
    schema: work.labelSchema,
    size,
    screen,
    view: fitted(size, screen),
    isFitted: true,
    history: begin(answerOf(draft?.labels ?? work.startFrom)),
    selected: null,
    point: null,
    ghost: null,
    hovered: null,
    drawing: null,
    look: { brightness: 100, contrast: 100, isInverted: false },
    areHidden: false,
  });
  assemble(store, token, draft);
  if (draft) showNotice('Your work from before is here again. Undo does not reach behind it.', 'info');
  // For the lead's eyes only: that it is not heard changes nothing.
  sendAnswer(work.ticket, `started-${work.assignmentId}`, { type: 'task.started' }).catch(() => undefined);
}

async function load(picture, token) {
  picture.src = await readPicture(token);
  await picture.decode().catch(() => {
    throw new Failed('NO_PICTURE');
  });
  return { width: picture.naturalWidth, height: picture.naturalHeight };
}

function assemble(store, token, draft) {
  const commands = createCommands(store);
  const presence = createPresence({ token, secondsBefore: draft?.seconds ?? 0 });
  const sending = createSending(store, commands, presence);
  commands.submit = sending.submit;
  commands.skip = createSkip(sending.skip);
  commands.help = createHelp();
  closeByButtons();

  createStage(store);
  createToolbar(store, commands);
  createShapesPanel(store, commands);
  createFieldsPanel(store, commands);
  createItemPanel(store, commands);
  listenToPointer(store, commands);
  listenToKeys(commands);
  keepDrafts(store, presence);
}

function listenToKeys(commands) {
  addEventListener('keydown', (event) => {
    if (event.isComposing || document.querySelector('dialog[open]')) return;
    const at = document.activeElement;
    const isText = at?.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=range])');
    const where = at?.id === 'stage' ? 'stage' : isText ? 'text' : 'page';
    const found = commandFor(event, where, lettersWork());
    if (!found) return;
    event.preventDefault();
    commands[found.command](found);
  });
}

/** With each change that is drawn, and with the last one before the page goes: that may never be drawn. */
function keepDrafts(store, { seconds }) {
  const { work, schema, history } = store.state;
  let kept = history.now;
  const keep = (state) => {
    const answer = answerNow(state);
    if (answer === kept) return;
    kept = answer;
    if (!keepDraft(work.assignmentId, { labels: labelsOf(answer, schema), seconds: seconds() }))
      showNotice('This browser keeps no drafts. Submit before you leave the page.', 'bad');
  };
  store.listen(keep);
  addEventListener('pagehide', () => keep(store.state));
}
