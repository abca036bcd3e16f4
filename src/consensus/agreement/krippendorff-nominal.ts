import type { MetricOf } from './agreement-metric.js';
import { alpha } from './krippendorff-alpha.js';
import { UnitCounts } from './reliability-table.js';

/** Krippendorff's α (see `alpha`) for values that are equal or not: δ² is 0 or 1. */
export function krippendorffNominal(): MetricOf {
  return (table) => {
    const unitCounts = new UnitCounts(table);
    const { counts, present } = unitCounts;
    return {
      width: 1 + table.values,
      contribute(unit, add) {
        unitCounts.read(unit);
        const { size, distinct } = unitCounts;
        if (size < 2) return;
        let equal = 0;
        for (let place = 0; place < distinct; place += 1) {
          const count = counts[present[place]!]!;
          equal += count * count;
          add(1 + present[place]!, count);
        }
        add(0, (size * size - equal) / (size - 1));
      },
      value(sums) {
        let labels = 0;
        let equal = 0;
        for (let place = 1; place < sums.length; place += 1) {
          labels += sums[place]!;
          equal += sums[place]! ** 2;
        }
        return alpha(labels, sums[0]!, labels * labels - equal);
      },
    };
  };
}
