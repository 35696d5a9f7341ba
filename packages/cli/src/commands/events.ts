import type { Command } from 'commander';
import { withNetwork } from '../network.js';
import { globals } from '../options.js';
import { dim, minute, say, sayJson } from '../output.js';

/** `accompany events <stream>`: the events of one stream as canonical JSON, one a line; sealed values are shown as sealed. */
export const eventsCommand = (program: Command): void => {
  program
    .command('events')
    .description('show the events of one stream as JSON, oldest first')
    .argument('<stream>', 'for example referral-<id> or case-<id>')
    .action(async (stream: string, _given: object, command: Command) => {
      const { json, ...options } = globals(command);
      await withNetwork(options, async (network) => {
        let pageToken = '';
        do {
          const page = await network.timeline.getStreamEvents({ stream, pageSize: 200, pageToken });
          for (const { eventJson, metadataJson, ...event } of page.events) {
            if (json) sayJson({ ...event, event: JSON.parse(eventJson), metadata: JSON.parse(metadataJson) });
            else say(`${dim(`${event.version}  ${minute(event.occurredAt)}  ${event.type}`)}\n   ${eventJson}`);
          }
          pageToken = page.nextPageToken;
        } while (pageToken !== '');
      });
    });
};
