// Where the links of a page lead: files of the tree, headings and anchors of this page, reasons of the catalogue.
import { existsSync } from 'node:fs';
import { REASONS } from '@accompany/domain';

const docs = new URL('../../docs/', import.meta.url);

/** The anchor of a heading, as forges make it. */
export const slug = (title) =>
  title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');

const leads = (anchors) => (target) => {
  if (target.startsWith('#')) return anchors.has(target.slice(1));
  const [file, anchor] = target.split('#');
  if (!existsSync(new URL(file, docs))) return false;
  return anchor === undefined || (file === 'reasons.md' && anchor in REASONS);
};

/** Links that lead nowhere. */
export const broken = (text) => {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) => slug(title));
  const anchors = new Set([...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id)]);
  const targets = new Set([...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target));
  return [...targets].filter((target) => !leads(anchors)(target)).map((target) => `docs/domain.md links to ${target}, which is not there`);
};
