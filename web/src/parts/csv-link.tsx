import { messages } from '../messages';

/** The table as a file; without the server, which gave it with the rows. */
export function CsvLink({ csv, name }: { csv: string; name: string }) {
  return (
    <a href={`data:text/csv;charset=utf-8,${encodeURIComponent(csv)}`} download={`${name}.csv`}>
      {messages.common.csv}
    </a>
  );
}
