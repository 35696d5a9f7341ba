import { type Dependency, type GetStatusResponse, OperationsServiceDefinition } from '@accompany/contracts/operations/v1/service';
import { Rejection } from '@accompany/domain';
import { type Served, serve } from './serve.js';
import { readStanding, type Standing, type StandingParts } from './standing.js';
import { within } from './within.js';

/** What the status of a service is read from. */
export type StatusParts = {
  readonly service: string;
  readonly version: string;
  readonly standing: StandingParts;
  readonly dependencies: () => readonly Dependency[];
};

/** How long the database may take to answer, in milliseconds; without it the service tells what it knows itself. */
const STORE_PATIENCE_MS = 2_500;

/** The operators' service that every process serves. */
export const operations = (parts: StatusParts): Served =>
  serve(OperationsServiceDefinition, {
    getStatus: async (_request, { actor }) => {
      if (actor.kind !== 'service') throw new Rejection('NOT_ALLOWED_FOR_CALLER');
      return readStatus(parts);
    },
  });

const readStatus = async ({ service, version, standing, dependencies }: StatusParts): Promise<GetStatusResponse> => {
  const read = await within(STORE_PATIENCE_MS, readStanding(standing), 'the store did not answer').catch(() => undefined);
  return {
    ...{ service, version, readAt: standing.now(), dependencies: [...dependencies()] },
    ...(read === undefined ? UNKNOWN : { storeAnswered: true, ...told(read) }),
  };
};

type OfStanding = Omit<GetStatusResponse, 'service' | 'version' | 'readAt' | 'dependencies' | 'storeAnswered'>;

const told = ({ pending: _, lags, views, parked, ...standing }: Standing): OfStanding => ({
  ...standing,
  oldestUnsentAt: standing.oldestUnsentAt,
  oldestTimerAt: standing.oldestTimerAt,
  lags: lags.map((lag) => ({ ...lag, oldestAt: lag.oldestAt })),
  views: views.map((view) => ({ ...view, oldestAt: view.oldestAt })),
  parked: [...parked],
});

const UNKNOWN: OfStanding & { storeAnswered: false } = {
  ...{ storeAnswered: false, logAnswered: false, logReplaced: false, headPosition: 0, relayedPosition: 0, oldestUnsentAt: undefined },
  ...{ lags: [], views: [], parked: [], setAside: 0, timersOverdue: 0, timersWaiting: 0, oldestTimerAt: undefined },
};
