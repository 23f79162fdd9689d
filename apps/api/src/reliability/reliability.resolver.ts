import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';

import { intWithin, parsed } from '../graphql/arguments.js';
import type { ReportAnswer } from './report-answer.js';

@Resolver('ReliabilityReport')
export class ReliabilityReportResolver {
  @ResolveField('days')
  days(@Parent() report: ReportAnswer, @Args('last', parsed(intWithin(1, 90))) last: number) {
    return report.lastDays(last);
  }

  @ResolveField('rentals')
  rentals(@Parent() report: ReportAnswer, @Args('last', parsed(intWithin(1, 100))) last: number) {
    return report.lastRentals(last);
  }
}
