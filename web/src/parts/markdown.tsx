import { Fragment, type ReactNode } from 'react';

/**
 * The Markdown that guidelines are written in: headings, lists, paragraphs, emphasis, code and links. It makes elements, never
 * HTML out of text, so nothing in a text can become a script.
 */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="markdown">
      {blocksOf(text).map((block, at) => (
        <Fragment key={at}>{block}</Fragment>
      ))}
    </div>
  );
}

function blocksOf(text: string): ReactNode[] {
  const blocks: ReactNode[] = [];
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  for (let at = 0; at < lines.length;) {
    const line = lines[at]!;
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    const item = /^\s*(?:[-*+]|(\d+)[.)])\s+/.exec(line);
    if (line.trim() === '') at += 1;
    else if (line.startsWith('```')) {
      const end = lines.findIndex((one, index) => index > at && one.startsWith('```'));
      const last = end < 0 ? lines.length : end;
      blocks.push(<pre>{lines.slice(at + 1, last).join('\n')}</pre>);
      at = last + 1;
    } else if (heading) {
      // The page's own heading is the first level.
      const Level = heading[1]!.length === 1 ? 'h2' : 'h3';
      blocks.push(<Level>{inline(heading[2]!)}</Level>);
      at += 1;
    } else if (item) {
      const items: string[] = [];
      for (; at < lines.length && lines[at]!.trim() !== ''; at += 1) {
        const next = /^\s*(?:[-*+]|\d+[.)])\s+(.*)$/.exec(lines[at]!);
        if (next) items.push(next[1]!);
        else items[items.length - 1] += ` ${lines[at]!.trim()}`;
      }
      const List = item[1] ? 'ol' : 'ul';
      blocks.push(
        <List>
          {items.map((one, index) => (
            <li key={index}>{inline(one)}</li>
          ))}
        </List>,
      );
    } else {
      const paragraph: string[] = [];
      for (; at < lines.length && lines[at]!.trim() !== '' && !/^(#{1,6}\s|```)/.test(lines[at]!); at += 1)
        paragraph.push(lines[at]!.trim());
      blocks.push(<p>{inline(paragraph.join(' '))}</p>);
    }
  }
  return blocks;
}

const marks = /(`[^`]+`)|(\*\*[^*]+\*\*)|(\*[^*\s][^*]*\*)|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g;

function inline(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let done = 0;
  for (const match of text.matchAll(marks)) {
    const [whole, code, strong, emphasis, label, url] = match;
    parts.push(text.slice(done, match.index));
    if (code) parts.push(<code key={match.index}>{code.slice(1, -1)}</code>);
    else if (strong) parts.push(<strong key={match.index}>{strong.slice(2, -2)}</strong>);
    else if (emphasis) parts.push(<em key={match.index}>{emphasis.slice(1, -1)}</em>);
    else
      parts.push(
        <a key={match.index} href={url} target="_blank" rel="noreferrer noopener">
          {label}
        </a>,
      );
    done = match.index + whole.length;
  }
  parts.push(text.slice(done));
  return parts;
}
