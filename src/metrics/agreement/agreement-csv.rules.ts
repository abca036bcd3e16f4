import { type Cell, csvOfTable } from '../tables/csv.rules.js';
import type { AgreementReport, Estimate, GroupAgreement, PartAgreement } from './agreement-report.js';

const columns = [
  'source', 'kind', 'name', 'metric', 'alpha', 'alpha_low', 'alpha_high', 'percent', 'percent_low', 'percent_high', 'mean_iou', 'mean_iou_low',
  'mean_iou_high', 'items', 'raters', 'pairable',
]; // prettier-ignore

/** A line a part, the whole first (kind and name are ALL); then the same of each source. */
export const csvOfAgreement = ({ bySource, ...all }: AgreementReport): string =>
  csvOfTable(columns, [
    ...linesOf('ALL', all),
    ...bySource.flatMap(({ source, ...group }) => linesOf(source ?? 'No source', group)),
  ]);

const linesOf = (source: string, { overall, parts }: GroupAgreement): Cell[][] =>
  [overall, ...parts].map((part) => [source, ...cellsOf(part)]);

const cellsOf = ({ kind, name, metric, alpha, percent, meanIou, items, raters, pairable }: PartAgreement): Cell[] => [
  kind ?? 'ALL', name ?? 'ALL', metric, ...estimated(alpha), ...estimated(percent), ...estimated(meanIou), items, raters, pairable,
]; // prettier-ignore

const estimated = (figure: Estimate | null): Cell[] =>
  [figure?.value, figure?.low, figure?.high].map((value) => value?.toFixed(4) ?? null);
