import { type Identity, identityOf } from '@accompany/access';
import { ServerInterceptingCall, type ServerInterceptor, ServerListenerBuilder } from '@grpc/grpc-js';

/** Metadata in which the interceptor hands the certificate's names on; what a caller sends under it is removed. */
const PEER_NAMES = 'accompany-internal-peer-names';

/**
 * Hands the names in the verified client certificate to the handlers. The gRPC library above hides the TLS peer, so this
 * is the one place where it is read.
 */
export const peerInterceptor: ServerInterceptor = (_method, call) =>
  new ServerInterceptingCall(call, {
    start: (next) =>
      next(
        new ServerListenerBuilder()
          .withOnReceiveMetadata((metadata, pass) => {
            metadata.remove(PEER_NAMES);
            const names = call.getAuthContext().sslPeerCertificate?.subjectaltname;
            if (names !== undefined) metadata.set(PEER_NAMES, names);
            pass(metadata);
          })
          .build(),
      ),
  });

/** Who calls. @throws Rejection IDENTITY_MISSING */
export const peerIdentity = (metadata: { get(key: string): unknown }, domain: string): Identity =>
  identityOf(textOf(metadata, PEER_NAMES), domain);

/** A text in the metadata; undefined when there is none. */
export const textOf = (metadata: { get(key: string): unknown }, key: string): string | undefined => {
  const value = metadata.get(key);
  return typeof value === 'string' ? value : undefined;
};
