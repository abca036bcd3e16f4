/** Submit and skip: from the press to the way back. */
import { dropDraft } from '../draft.js';
import { forgetToken, isTaken, sendAnswer } from '../work.js';
import { hideCard, hideNotice, showCard, showNotice } from './dialogs.js';
import { focusField } from './fields-panel.js';
import { isPassing, sentencesOf } from './sentences.js';

const RETRY_AFTER = 15_000;

export function createSending(store, commands, { seconds, stop, token }) {
  const { work } = store.state;
  let isSending = false;
  let last = null;
  let retry = null;

  /** The same message keeps its id, so that Muster counts it once, however often it is sent. */
  function idOf(message) {
    const content = JSON.stringify([message.type, message.labels, message.reason]);
    if (last?.content !== content) last = { content, id: crypto.randomUUID() };
    return last.id;
  }

  async function send(message) {
    if (isSending) return;
    clearTimeout(retry);
    setSending(true);
    hideNotice();
    try {
      await sendAnswer(work.ticket, idOf(message), { ...message, seconds: seconds() });
    } catch ({ code }) {
      setSending(false);
      return failed(code, message);
    }
    stop();
    dropDraft(work.assignmentId);
    await goBack(message.type === 'task.skipped' ? 'Skipped.' : 'Sent.');
  }

  function failed(code, message) {
    const [title, text] = sentencesOf(code);
    showNotice(`${title}. ${text}`, 'bad', ['Try now', () => send(message)]);
    if (isPassing(code)) retry = setTimeout(() => send(message), RETRY_AFTER);
  }

  async function goBack(said) {
    const back = /^https?:\/\//.test(work.returnUrl ?? '') ? work.returnUrl : null;
    showCard({ title: said, text: back ? 'Taking you back to Muster …' : 'Waiting for Muster to count it …' });
    const isCounted = await isTaken(token());
    if (!isCounted) return uncounted(back);
    forgetToken();
    if (back) location.assign(back);
    else showCard({ title: said, text: 'Thank you. You can close this page and take the next task in Muster.' });
  }

  function uncounted(back) {
    const again = ['Look at it again', () => (hideCard(), setSending(false))];
    showCard({
      title: 'Muster has your answer, but it does not count yet',
      text: 'It may take a moment. If it was refused, your team lead sees why. You can change it and submit again.',
      actions: back ? [['Back to Muster', back], again] : [again],
    });
  }

  function setSending(value) {
    isSending = value;
    for (const id of ['submit', 'skip']) document.getElementById(id).disabled = value;
    document.getElementById('submit-title').textContent = value ? 'Sending …' : 'Submit';
  }

  function submit() {
    if (store.state.drawing)
      return showNotice('An outline is not closed yet. Press Enter to close it or Esc to drop it.', 'bad');
    const faults = commands.faults();
    if (faults.length === 0) return send({ type: 'task.submitted', labels: commands.labels() });
    const [first] = faults;
    showNotice(faults.length === 1 ? first.message : `${first.message} ${faults.length - 1} more to do.`, 'bad');
    if (first.field !== undefined) focusField(first.field);
    else commands.select(first.shape);
  }

  return { submit, skip: (reason) => send({ type: 'task.skipped', reason }) };
}
