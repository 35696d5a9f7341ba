// npm test: install, build, check, then every test on real servers. Ends with one line: `N passed, N failed`.
// Arguments go to vitest, for instance a folder: npm test -- packages/domain
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, install, root, run } from './prepare.mjs';

let passed = 0;
let failed = 0;

const stage = async (name, work) => {
  console.log(`\n── ${name}`);
  const code = await work().catch((error) => {
    console.error(error.message);
    return 1;
  });
  if (code !== 0) {
    failed += 1;
    console.error(`${name} failed`);
  }
  return code === 0;
};

/** A test file that fails before its first test, or a run that fails beside its tests, counts as one failed. */
const count = (file, code) => {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  );
  passed += report.numPassedTests;
  const failures = report.numFailedTests + broken.length;
  failed += failures === 0 && code !== 0 ? 1 : failures;
};

const tests = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'accompany-test-report-'));
  const report = join(folder, 'report.json');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  console.log('\n── tests');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    count(report, await run(process.execPath, [vitest, 'run', ...reporters, ...process.argv.slice(2)]));
  } catch (error) {
    console.error(`the tests gave no report: ${error.message}`);
    failed += 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

if (await stage('install', install)) {
  await stage('build', build);
  await stage('check', () => run('npm', ['run', '--silent', 'check']));
  await tests();
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
