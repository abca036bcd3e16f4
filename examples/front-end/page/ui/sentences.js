/** What went wrong, what was kept, what to do: for each code that this page's server answers. */
export const SENTENCES = {
  NO_TOKEN: [
    'There is no work in this link',
    'Open the next task from Muster. The link that you get there brings you here.',
  ],
  EXPIRED: [
    'This link has ended',
    'It holds for as long as the work is yours. Go back to Muster and open your task again from there.',
  ],
  NOT_YOURS: [
    'This work is not with you any more',
    'It was answered already, or its time was over and it was given to somebody else.',
  ],
  OFFLINE: ['No connection', 'Check your network. Nothing is lost: what you did is kept in this browser.'],
  UNREACHABLE: [
    'Muster cannot be reached at the moment',
    'Nothing is lost: what you did is kept in this browser. Try again in a minute.',
  ],
  NO_PICTURE: ['The picture cannot be loaded', 'Try again. If it stays away, skip the item and say so.'],
  REFUSED: [
    'Muster does not accept messages of this tool',
    'Your answer is kept in this browser. Tell your team lead: the secret or the address of the connection is wrong.',
  ],
  CONNECTION_OFF: [
    'This tool was disconnected from Muster',
    'Your answer is kept in this browser. Ask your team lead where the work goes on.',
  ],
  TOO_LARGE: [
    'The answer is too large to send',
    'Select outlines with very many points and press S for fewer points, then submit again.',
  ],
  NO_TICKET: ['This page is out of date', 'Load it again. What you did is kept in this browser.'],
};

export const sentencesOf = (code) =>
  SENTENCES[code] ?? ['Something went wrong', 'What you did is kept in this browser. Load the page again.'];

/** Worth trying again by itself. */
export const isPassing = (code) => code === 'OFFLINE' || code === 'UNREACHABLE';
