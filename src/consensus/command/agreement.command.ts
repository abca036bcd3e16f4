import { Command, InvalidArgumentError, Option } from 'commander';
import { counted } from '../../platform/counted.rules.js';
import {
  measureAgreement,
  metricNamed,
  metricNames,
  scaleOf,
  tableOf,
  weightsFor,
  type MeasuredAgreement,
  type MetricName,
  type ReliabilityTable,
  type ScaleValues,
} from '../agreement/index.js';
import { wholeFrom } from '../../platform/option-values.js';
import { LabelFileError, quoted, readLabelFile, type LabelFile } from './label-file.js';

interface AgreementOptions {
  metric: MetricName;
  weights?: string;
  order?: string[];
  draws?: number;
  seed?: number;
  json?: boolean;
}

/** `muster agreement`: how far the people of a file of labels say the same. */
export function agreementCommand(): Command {
  return new Command('agreement')
    .description('how far people agree, from a CSV file with the columns task,worker,label')
    .argument('<labels.csv>', 'the label file')
    .addOption(new Option('--metric <name>', 'the coefficient').choices(metricNames).makeOptionMandatory())
    .option(
      '--weights <kind>',
      'for cohen-kappa none, linear or squared; for gwet-ac2 quadratic, linear, ordinal or ratio',
    )
    .option('--order <labels>', 'labels from lowest to highest, with commas between, where they are no numbers', listOf)
    .option('--draws <count>', 'draws of the bootstrap (default: 2000)', wholeFrom(1))
    .option('--seed <number>', 'seed of the bootstrap (default: 1)', wholeFrom(0))
    .option('--json', 'print one line of JSON')
    .action(async (file: string, options: AgreementOptions) => {
      const measured = await agreementOfFile(file, options);
      process.stdout.write(options.json ? `${JSON.stringify(measured)}\n` : told(measured));
    });
}

export interface FileAgreement extends MeasuredAgreement {
  metric: MetricName;
}

/**
 * The agreement in a label file.
 *
 * @throws Error with a line to read when the file or an option is wrong
 */
export async function agreementOfFile(file: string, options: Omit<AgreementOptions, 'json'>): Promise<FileAgreement> {
  const { metric, weights } = options;
  const known = weightsFor[metric];
  if (weights !== undefined && !known?.includes(weights)) {
    throw new Error(known ? `--weights for ${metric} is one of ${known.join(', ')}` : `${metric} takes no --weights`);
  }
  const labels = await readLabelFile(file);
  const { table, scale } = scaledTable(file, labels, options);
  const measured = measureAgreement(table, metricNamed(metric, scale, weights), options);
  if (measured.pairable === 0) {
    throw new LabelFileError(`${file}: no task has two labels, so there is nothing to compare.`);
  }
  return { metric, ...measured };
}

/** The labels as a table of the values that the metric is about: names, or numbers where equal numbers are one value. */
function scaledTable(
  file: string,
  labels: LabelFile,
  { metric, weights, order }: AgreementOptions,
): { table: ReliabilityTable; scale: ScaleValues } {
  const kind = scaleOf(metric, weights);
  if (order && kind !== 'order')
    throw new Error(`--order does not go with ${metric}${weights ? ` and ${weights}` : ''}`);
  const columns = {
    units: labels.tasks.length,
    raters: labels.workers.length,
    unitOf: labels.taskOf,
    raterOf: labels.workerOf,
  };
  if (kind === 'names' || kind === 'texts') {
    const empty = kind === 'names' ? labels.labels.indexOf('') : -1;
    if (empty >= 0) throw LabelFileError.at(file, labels.firstLineOf[empty]!, 'the label is empty');
    const table = tableOf({ ...columns, values: labels.labels.length, valueOf: labels.labelOf });
    return { table, scale: { labels: labels.labels, ratings: [] } };
  }
  const numbers = labels.labels.map((label, place) => {
    const number = order ? order.indexOf(label) : numberOf(label);
    const fault = order
      ? number < 0 && `the label ${quoted(label)} is not in --order`
      : Number.isNaN(number)
        ? `${metric} needs numbers, but the label is ${quoted(label)}${kind === 'order' ? '; give the order with --order low,middle,high' : ''}`
        : kind === 'positive' && number < 0 && `${metric} needs numbers of 0 or more, but the label is ${label}`;
    if (fault) throw LabelFileError.at(file, labels.firstLineOf[place]!, fault);
    return number;
  });
  const ratings = [...new Set(numbers)];
  const placeOf = new Map(ratings.map((rating, place) => [rating, place]));
  const valueOf = labels.labelOf.map((label) => placeOf.get(numbers[label]!)!);
  return {
    table: tableOf({ ...columns, values: ratings.length, valueOf }),
    scale: { labels: ratings.map(String), ratings },
  };
}

/** NaN for what is no finite decimal number: `Number` alone would take '', '0x10' and 'Infinity'. */
function numberOf(label: string): number {
  const text = label.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text)) ? Number(text) : NaN;
}

function listOf(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.length < 2 || new Set(names).size < names.length || names.includes('')) {
    throw new InvalidArgumentError('It needs two or more different labels with commas between.');
  }
  return names;
}

function told({ metric, value, ci95, items, raters, pairable }: FileAgreement): string {
  const digits = (number: number) => number.toFixed(4);
  const result =
    value === null
      ? 'not defined, for no two labels differ'
      : `${digits(value)}${ci95 ? `   95 % interval ${digits(ci95[0])} to ${digits(ci95[1])}` : '   (too little for an interval)'}`;
  return `${metric}   ${result}\n${counted(items, 'item')}, ${counted(raters, 'rater')}, ${counted(pairable, 'label')} on items with at least two\n`;
}
