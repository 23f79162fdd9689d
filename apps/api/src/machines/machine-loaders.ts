import { scores } from '@gpuflow/db';
import type { Machine } from '@gpuflow/domain';
import { reliabilityReports, type Market } from '@gpuflow/marketplace';

import { inOrder, type Wanted, type WantedWith } from '../graphql/wanted.js';
import { intervalConnections, type IntervalArguments } from '../reliability/interval-connection.js';
import { ReportAnswer } from '../reliability/report-answer.js';
import { scoreAnswer } from '../reliability/score-answer.js';
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
    async score(wanted: Wanted<Machine>) {
      const ids = wanted.map(({ obj }) => obj.id);
      const found = inOrder(ids, await scores.findMany(market.db, ids), (one) => one.machineId);
      return found.map((score) => score && scoreAnswer(score));
    },
    intervals: (wanted: WantedWith<Machine, IntervalArguments>) =>
      intervalConnections(market, wanted),
  };
}
