import { Parent, ResolveField, Resolver } from '@nestjs/graphql';

import { Arg, intWithin } from '../graphql/arguments.js';
import type { ReportAnswer } from './report-answer.js';

@Resolver('ReliabilityReport')
export class ReliabilityReportResolver {
  @ResolveField('days')
  days(@Parent() report: ReportAnswer, @Arg('last', intWithin(1, 90)) last: number) {
    return report.lastDays(last);
  }

  @ResolveField('rentals')
  rentals(@Parent() report: ReportAnswer, @Arg('last', intWithin(1, 100)) last: number) {
    return report.lastRentals(last);
  }
}
