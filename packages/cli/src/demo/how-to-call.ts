import { certificateOf, type NetworkState } from '../network.js';
import { bold, dim } from '../output.js';

/** How to call a running network from outside: by tools and by the client. */
export const howToCall = (state: NetworkState, caseId?: string): string => {
  const { ca, cert, key } = certificateOf(state.certificates, 'aple');
  const address = state.services.timeline ?? '';
  const data = JSON.stringify(caseId === undefined ? {} : { caseId });
  const method = `accompany.timeline.v1.TimelineService/${caseId === undefined ? 'ListCases' : 'GetTimeline'}`;
  return [
    bold('Call it'),
    dim('  # as APLE, with buf (in this repository: npx buf)'),
    `  buf curl --protocol grpc --http2-prior-knowledge --schema proto --cacert ${ca} --cert ${cert} --key ${key} \\`,
    `    -H 'accompany-person: aple-caseworker-1' -d '${data}' https://${address}/${method}`,
    dim('  # the same with grpcurl, which asks the service for its protos'),
    `  grpcurl -cacert ${ca} -cert ${cert} -key ${key} \\`,
    `    -H 'accompany-person: aple-caseworker-1' -d '${data}' ${address} ${method}`,
    dim('  # in TypeScript: packages/client/README.md has an example; here'),
    '  accompany cases · accompany timeline <case> · accompany watch <case> · accompany trace <case> · accompany status',
  ].join('\n');
};
