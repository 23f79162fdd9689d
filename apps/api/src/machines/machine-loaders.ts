import type { Machine } from '@gpuflow/domain';
import { reliabilityReports, type Market } from '@gpuflow/marketplace';

import { inOrder, type Wanted, type WantedWith } from '../graphql/wanted.js';
import { intervalConnections, type IntervalArguments } from '../reliability/interval-connection.js';
import { ReportAnswer } from '../reliability/report-answer.js';
import { maintenanceOf } from './maintenance-ahead.js';

export function machineLoaders(market: Market) {
  return {
    maintenance: (wanted: Wanted<Machine>) =>
      maintenanceOf(
        market,
        wanted.map(({ obj }) => obj.id),
      ),
    async reliabilityReport(wanted: Wanted<Machine>) {
      const ids = wanted.map(({ obj }) => obj.id);
      const reports = await reliabilityReports(market, ids);
      return inOrder(ids, reports, ({ machineId }) => machineId).map(
        (report) => report && new ReportAnswer(report),
      );
    },
    intervals: (wanted: WantedWith<Machine, IntervalArguments>) =>
      intervalConnections(market, wanted),
  };
}
