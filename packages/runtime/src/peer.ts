import { type Identity, identityOf } from '@accompany/access';
import { ServerInterceptingCall, type ServerInterceptingCallInterface, type ServerInterceptor, ServerListenerBuilder } from '@grpc/grpc-js';

/** Metadata in which the interceptor hands the certificate's names on; what a caller sends under it is removed. */
const PEER_NAMES = 'accompany-internal-peer-names';
/** Metadata by which the interceptor says that the caller's time was over when the call came; likewise ours alone. */
const EXPIRED = 'accompany-internal-expired';

/**
 * Hands the names in the verified client certificate, and whether the deadline has passed, to the handlers. The gRPC library
 * above hides both, so this is the one place where they are read.
 */
export const peerInterceptor: ServerInterceptor = (_method, call) =>
  new ServerInterceptingCall(call, {
    start: (next) =>
      next(
        new ServerListenerBuilder()
          .withOnReceiveMetadata((metadata, pass) => {
            metadata.remove(PEER_NAMES);
            const names = namesOf(call);
            if (names !== undefined) metadata.set(PEER_NAMES, names);
            metadata.remove(EXPIRED);
            // The library's own timer has a grain of a millisecond, in which a short command would still take effect.
            if (Number(call.getDeadline()) - Date.now() < 1) metadata.set(EXPIRED, 'yes');
            pass(metadata);
          })
          .build(),
      ),
  });

/** The names of each connection's certificate: reading a certificate is a good part of a call, and it stays the same for as long as the connection. */
const namesByConnection = new WeakMap<object, string | undefined>();

const namesOf = (call: ServerInterceptingCallInterface): string | undefined => {
  const connection = connectionOf(call);
  if (connection !== undefined && namesByConnection.has(connection)) return namesByConnection.get(connection);
  const names = call.getAuthContext().sslPeerCertificate?.subjectaltname;
  if (connection !== undefined) namesByConnection.set(connection, names);
  return names;
};

/** The connection that a call came by, where the gRPC library keeps it; its public API names only addresses, which come again. */
const connectionOf = (call: ServerInterceptingCallInterface): object | undefined =>
  (call as { stream?: { session?: object | null } }).stream?.session ?? undefined;

/** Who calls. @throws Rejection IDENTITY_MISSING */
export const peerIdentity = (metadata: { get(key: string): unknown }, domain: string): Identity =>
  identityOf(textOf(metadata, PEER_NAMES), domain);

/** Whether the caller's deadline had passed when the call came in. */
export const hasExpired = (metadata: { get(key: string): unknown }): boolean => textOf(metadata, EXPIRED) !== undefined;

/** A text in the metadata; undefined when there is none. */
export const textOf = (metadata: { get(key: string): unknown }, key: string): string | undefined => {
  const value = metadata.get(key);
  return typeof value === 'string' ? value : undefined;
};
