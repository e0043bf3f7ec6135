// Which Chromium the tests use: CHROMIUM, or one that is installed, or the one that Playwright downloaded.
// As a program it says which, and fails where there is none.

import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The path of an installed Chromium; undefined leaves it to Playwright.
 * @returns {string | undefined}
 */
export function chromium() {
  return process.env.CHROMIUM || names.flatMap(paths).find(runs);
}

/** @param {string} name */
function paths(name) {
  const folders = name.startsWith('/') ? [''] : (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name));
}

/**
 * A file of the right name may be a stub that only says what to install, so it is asked its version.
 * @param {string} path
 */
function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    execFileSync(path, ['--version'], { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const found = chromium();
  if (!found) process.exit(1);
  console.log(found);
}
