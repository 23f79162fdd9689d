import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { TerminusModule } from '@nestjs/terminus';
import { BeatKeys } from '@gpuflow/marketplace';

import { AdviceResolver } from './advice/advice.resolver.js';
import { SessionLimits } from './beats/session-limits.js';
import { DelegationsResolver } from './delegations/delegations.resolver.js';
import { ErrorAnswers } from './graphql/error-answers.js';
import { ErrorFilter } from './graphql/error-filter.js';
import { graphqlOptions } from './graphql/graphql-options.js';
import { MarketChanges } from './graphql/market-changes.js';
import { Subscriptions } from './graphql/subscriptions.js';
import { HealthController } from './health/health.controller.js';
import { IdentityResolver } from './identity/identity.resolver.js';
import { EntryResolver } from './ledger/entry.resolver.js';
import { LedgerResolver } from './ledger/ledger.resolver.js';
import { ListingsResolver } from './listings/listings.resolver.js';
import { MarketFacets } from './listings/market-facets.js';
import { SearchResolver } from './listings/search.resolver.js';
import { MachineResolver } from './machines/machine.resolver.js';
import { MaintenanceResolver } from './machines/maintenance.resolver.js';
import { MachinesResolver } from './machines/machines.resolver.js';
import type { ApiOptions } from './options.js';
import { EvidenceResolver } from './reliability/evidence.resolver.js';
import { ReliabilityReportResolver } from './reliability/reliability.resolver.js';
import { ScoreResolver } from './reliability/score.resolver.js';
import { InstanceResolver } from './rentals/instance.resolver.js';
import { OperationsResolver } from './rentals/operations.resolver.js';
import { QuoteResolver } from './rentals/quote.resolver.js';
import { RentalsResolver } from './rentals/rentals.resolver.js';
import { SettlementResolver } from './settlement/settlement.resolver.js';
import { MarketCsvController } from './statistics/market-csv.controller.js';
import { StatisticsResolver } from './statistics/statistics.resolver.js';
import { API_OPTIONS, MARKET } from './tokens.js';

@Module({})
export class ApiModule {
  static with(options: ApiOptions): DynamicModule {
    const answers = new ErrorAnswers(options.market.log);
    return {
      module: ApiModule,
      imports: [
        GraphQLModule.forRoot(graphqlOptions(options, answers)),
        TerminusModule.forRoot({ logger: false }),
      ],
      controllers: [HealthController, MarketCsvController],
      providers: [
        { provide: MARKET, useValue: options.market },
        { provide: API_OPTIONS, useValue: options },
        { provide: ErrorAnswers, useValue: answers },
        { provide: BeatKeys, useValue: new BeatKeys(options.tokens.secret) },
        { provide: APP_FILTER, useClass: ErrorFilter },
        MarketChanges,
        MarketFacets,
        SessionLimits,
        Subscriptions,
        AdviceResolver,
        DelegationsResolver,
        EntryResolver,
        EvidenceResolver,
        IdentityResolver,
        InstanceResolver,
        LedgerResolver,
        ListingsResolver,
        MachineResolver,
        MachinesResolver,
        MaintenanceResolver,
        OperationsResolver,
        QuoteResolver,
        ReliabilityReportResolver,
        RentalsResolver,
        ScoreResolver,
        SearchResolver,
        SettlementResolver,
        StatisticsResolver,
      ],
    };
  }
}
