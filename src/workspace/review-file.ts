import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Document, isMap, isScalar } from 'yaml';
import type { Day } from '../model/day.ts';
import { InputError, problem, type Problem } from '../model/problem.ts';
import { openActions, reviewSchema, type ActionItem, type Review } from '../model/review.ts';
import { gather } from './collect-problems.ts';
import { namesIn, readYaml, type Folders, type Found } from './folders.ts';
import { conform } from './schema-problems.ts';

/** A review that has been read. */
export interface ReviewFile {
  readonly review: Review;
  readonly found: Found;
}

const folder = 'reviews';

/** Reads every `reviews/*.yaml` of a workspace; the library behind it has none. */
export async function readReviews({ root }: Folders): Promise<{
  readonly reviews: readonly ReviewFile[];
  readonly problems: readonly Problem[];
}> {
  const files = [...(await namesIn({ root, shipped: root }, folder))].filter(([name]) => name.endsWith('.yaml'));
  const { results, problems } = await gather(files, async ([, path]) => {
    const found = await readYaml(path, root);
    return { review: conform(found.yaml, reviewSchema), found };
  });
  return { reviews: results, problems };
}

/** An action item that is not done, and the file that has it. */
export interface OpenAction extends ActionItem {
  readonly review: string;
}

/** What is still to be done, over all reviews: what is due first stands first. */
export const openActionsOf = (reviews: readonly ReviewFile[]): readonly OpenAction[] =>
  reviews
    .flatMap(({ review, found }) => openActions(review).map((item) => ({ review: found.yaml.source.file, ...item })))
    .toSorted((a, b) => (a.due < b.due ? -1 : Number(a.due > b.due)));

/** Action items whose day has passed and that are not done. */
export const overdueProblems = (reviews: readonly ReviewFile[], today: Day): readonly Problem[] =>
  reviews.flatMap(({ review, found }) =>
    review.actions.flatMap(({ id, owner, due, done }, place) =>
      done !== undefined || due >= today
        ? []
        : [
            found.yaml.problem(
              ['actions', place, 'due'],
              `the action item "${id}" of ${owner} was due ${due} and is not done`,
            ),
          ],
    ),
  );

/** What stands above a key, for whoever fills it in. */
export type Remarks = Readonly<Partial<Record<keyof Review, string>>>;

/** A review as it is written: its schema is named in the first line, what is to be filled in has a remark above it. */
export function reviewText(review: Review, remarks: Remarks): string {
  const document = new Document(review);
  document.commentBefore = ' yaml-language-server: $schema=../schema/review.json';
  for (const { key } of isMap(document.contents) ? document.contents.items : []) {
    if (!isScalar(key)) continue;
    const remark = Object.entries(remarks).find(([name]) => name === key.value)?.[1];
    if (remark !== undefined) key.commentBefore = ` ${remark}`;
  }
  return document.toString({ lineWidth: 0 });
}

/**
 * Writes a new review and gives its file, as people are shown it: `reviews/<day>-<incident>.yaml`. One that is there is left as it is.
 * @throws InputError
 */
export async function writeReview(review: Review, remarks: Remarks, root: string): Promise<string> {
  const file = join(folder, `${review.opened.slice(0, 10)}-${review.incident}.yaml`);
  await mkdir(join(root, folder)).catch(unlessThere);
  try {
    await writeFile(join(root, file), reviewText(review, remarks), { flag: 'wx' });
  } catch (error) {
    unlessThere(error);
    throw new InputError([problem(`${file} is there already; it is left as it is`)]);
  }
  return file;
}

const unlessThere = (error: unknown): void => {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
};
