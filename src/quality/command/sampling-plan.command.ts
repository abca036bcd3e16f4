import { Command, Option } from 'commander';
import { numberBetween, wholeFrom } from '../../platform/option-values.js';
import { inspectionLevels, inspections } from '../sampling/index.js';
import { planReport, type PlanOptions } from './sampling-plan.report.js';
import { toldPlan } from './sampling-plan.text.js';

/** `muster sampling-plan`: how many items of a lot to look at, how many may have a defect, and what that promises. */
export function samplingPlanCommand(): Command {
  return new Command('sampling-plan')
    .description('how many items of a lot to look at, and how many of them may have a defect')
    .addOption(new Option('--lot <items>', 'how many items the lot has').argParser(wholeFrom(1)).makeOptionMandatory())
    .addOption(
      new Option('--aql <percent>', 'the defects a good lot may have; one of the tables, unless --ltpd is given')
        .argParser(numberBetween(0, 100))
        .makeOptionMandatory(),
    )
    .addOption(new Option('--level <level>', 'the inspection level (default: II)').choices(inspectionLevels))
    .addOption(new Option('--inspection <kind>', 'how strict (default: normal)').choices(inspections))
    .option(
      '--ltpd <percent>',
      'the defects of a bad lot: the smallest plan that keeps both risks, without the tables',
      numberBetween(0, 100),
    )
    .option('--alpha <risk>', 'how often a good lot may be refused (default: 0.05)', numberBetween(0, 1))
    .option('--beta <risk>', 'how often a bad lot may be accepted (default: 0.1)', numberBetween(0, 1))
    .option('--binomial', 'with --ltpd: as if the lot had no end')
    .option('--json', 'print one line of JSON')
    .action((options: PlanOptions & { json?: boolean }) => {
      const report = planReport(options);
      process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : toldPlan(report));
    });
}
