export { demoAgencies, registerDemoDirectory } from './demo/directory.js';
export { FileRefused } from './oscar/file.js';
export { type Imported, type ImportOptions, importOscar } from './oscar/import.js';
export { type Summary, summaryOf } from './oscar/summary.js';
export { createProgram } from './program.js';
