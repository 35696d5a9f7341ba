import { startOtlpReceiver } from '@accompany/local/traces';

/** A collector as a process of its own, which its parent can freeze: it tells where it is, and, when asked, how many spans came. */
let spans = 0;
const { endpoint } = await startOtlpReceiver((received) => {
  spans += received.length;
});
process.on('message', () => process.send?.({ spans }));
process.on('disconnect', () => process.exit());
process.send?.({ endpoint });
