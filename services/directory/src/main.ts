import { DirectoryServiceDefinition } from '@accompany/contracts/directory/v1/service';
import { runService, serve } from '@accompany/runtime';
import { directoryHandlers } from './handlers.js';

await runService({
  name: 'directory',
  serve: (app) => [serve(DirectoryServiceDefinition, directoryHandlers(app))],
});
