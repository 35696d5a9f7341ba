import { ensureView, openPool, rebuildView } from '@accompany/store';
import { caseSummary } from '@accompany/timeline-service/case-summary';

/** How a build of the view went: seconds, and the most memory that its process held, in megabytes. */
export type Built = { readonly seconds: number; readonly peak: number };

// A process of its own, as in a service: builds the view of all cases in the database that is given, or builds it anew, and tells how that went.
const [url = '', anew] = process.argv.slice(2);
const db = openPool(url);
const began = performance.now();
await (anew === 'anew' ? rebuildView : ensureView)(db, caseSummary, { hold: async () => {} });
const seconds = (performance.now() - began) / 1000;
await db.end();
// Node gives kilobytes.
const built: Built = { seconds, peak: process.resourceUsage().maxRSS / 1024 };
console.log(JSON.stringify(built));
