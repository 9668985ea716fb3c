import { phases, type PhaseName } from '../model/incident.ts';
import { didYouMean } from '../model/nearest.ts';
import { audiences, noticeParts, type Audience, type NoticePart } from '../model/notice.ts';
import { phasesFor, type Playbook } from '../model/playbook.ts';
import { fieldNames } from './fields.ts';
import { writtenName, type ParsedTemplate } from './parse-template.ts';
import { admits, limitsOf, pairsOf, partBlock, type PartBlock } from './part-block.ts';
import type { Phrases } from './phrases.ts';

/** One thing wrong with a template. Lines and columns count from 1; `partial` names the shared phrase it is in, if it is in one. */
export interface TemplateFault {
  readonly partial: string | null;
  readonly line: number;
  readonly column: number;
  readonly width: number;
  readonly message: string;
}

/** What has been found so far, and where reading stands. */
interface Reading {
  readonly phrases: Phrases;
  readonly faults: TemplateFault[];
  readonly blocks: PartBlock[];
  /** How many phrases may still be read: phrases that each use others several times unfold without measure. */
  readonly allowance: { phrases: number };
  /** The partials that led here: one that leads to itself has no end. */
  readonly path: readonly string[];
  /** The part around, outside of which there is no text. */
  readonly part: PartBlock | null;
}

/** No notice uses as many phrases. */
const mostPhrases = 500;

/**
 * Everything wrong with a notice's template: what does not parse, text outside a part, a field that does not exist or is not known in its part, anything
 * that computes, a partial that is missing or has no end, and an audience or phase that would be told nothing.
 */
export function templateFaults(
  template: ParsedTemplate,
  phrases: Phrases,
  playbook: Pick<Playbook, 'notices'>,
): readonly TemplateFault[] {
  const allowance = { phrases: mostPhrases };
  const reading: Reading = { phrases, faults: [], blocks: [], allowance, path: [], part: null };
  readParsed(template, reading);
  if (reading.faults.length > 0) return reading.faults;
  return audiences.flatMap((audience) =>
    phasesFor(playbook, audience).flatMap((phase) => missingParts(reading.blocks, audience, phase)),
  );
}

function missingParts(blocks: readonly PartBlock[], audience: Audience, phase: PhaseName): readonly TemplateFault[] {
  // What fits the first time and not again, or the other way round, leaves somebody without it.
  const has = (name: NoticePart): boolean =>
    ['first', 'again'].every((time) =>
      blocks.some(
        (block) =>
          block.name === name &&
          admits(block.phase, phase) &&
          admits(block.audience, audience) &&
          admits(block.told, time),
      ),
    );
  const wanted: readonly NoticePart[] =
    phase === 'resolved' ? ['subject', 'summary'] : ['subject', 'summary', 'next-update'];
  return wanted
    .filter((name) => !has(name))
    .map((name) => ({
      ...{ partial: null, line: 1, column: 1, width: 1 },
      message: `${audience} get no "${name}" while the incident is ${phase}`,
    }));
}

function readParsed(parsed: ParsedTemplate, reading: Reading): void {
  if ('message' in parsed) reading.faults.push({ partial: reading.path.at(-1) ?? null, width: 1, ...parsed });
  else for (const statement of parsed) readStatement(statement, reading);
}

function readStatement(statement: hbs.AST.Statement, reading: Reading): void {
  switch (statement.type) {
    case 'CommentStatement':
      return;
    case 'ContentStatement':
      readContent(statement as hbs.AST.ContentStatement, reading);
      return;
    case 'MustacheStatement':
      readField(statement as hbs.AST.MustacheStatement, reading);
      return;
    case 'PartialStatement':
      readPartial(statement as hbs.AST.PartialStatement, reading);
      return;
    case 'BlockStatement':
      readBlock(statement as hbs.AST.BlockStatement, reading);
      return;
    default:
      fault(reading, statement.loc, computesNothing);
  }
}

function readContent({ value, loc }: hbs.AST.ContentStatement, reading: Reading): void {
  const text = value.trim();
  if (reading.part === null && text !== '') {
    fault(reading, loc, `text outside of a part is read by nobody: "${text.slice(0, 40)}"`);
  } else if (/\{\{|\}\}/.test(text)) {
    fault(reading, loc, `braces that hold no field would be read as they stand: "${text.slice(0, 40)}"`);
  }
}

/** Handlebars also makes blocks without a first half (`{{^part}}`), or with a second (`{{else}}`), which its types do not promise. */
interface Halves {
  readonly program?: hbs.AST.Program;
  readonly inverse?: hbs.AST.Program;
}

const isWhole = ({ program, inverse }: Halves): boolean => program !== undefined && inverse === undefined;

function readBlock(block: hbs.AST.BlockStatement, reading: Reading): void {
  const name = writtenName(block.path);
  if (name !== 'part') {
    fault(reading, block.loc, `"#${name}": ${computesNothing}; only "#part" is known`);
  } else if (reading.part !== null) {
    fault(reading, block.loc, 'a part inside a part');
  } else if (!isWhole(block) || block.params.length !== 1) {
    fault(reading, block.loc, 'a part has a name, and its text from "{{#part}}" to "{{/part}}" alone');
  } else {
    const part = partBlock(block);
    readLimits(part, block, reading);
    reading.blocks.push(part);
    if (block.program.body.every(isBlank)) fault(reading, block.loc, `the part "${part.name}" is empty`);
    for (const statement of block.program.body) readStatement(statement, { ...reading, part });
  }
}

const isBlank = (statement: hbs.AST.Statement): boolean =>
  statement.type === 'CommentStatement' ||
  (statement.type === 'ContentStatement' && (statement as hbs.AST.ContentStatement).value.trim() === '');

/** Tells of a part of another name than there are, and of what it cannot be limited to. */
function readLimits({ name }: PartBlock, { hash, loc }: hbs.AST.BlockStatement, reading: Reading): void {
  if (!isOneOf(noticeParts, name)) {
    fault(reading, loc, `unknown part "${name}"; parts are ${noticeParts.join(', ')}${didYouMean(name, noticeParts)}`);
  }
  for (const [key, words] of limitsOf(hash)) {
    const known = occasions.get(key);
    if (known === undefined)
      fault(
        reading,
        loc,
        `a part has no "${key}"; it may say for which phase and audience it is, and whether for the first time`,
      );
    for (const word of known === undefined ? [] : words) {
      if (!isOneOf(known ?? [], word)) fault(reading, loc, `unknown ${key} "${word}"${didYouMean(word, known ?? [])}`);
    }
  }
}

/** What a part may be limited to. */
const occasions: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['phase', phases],
  ['audience', audiences],
  ['told', ['first', 'again']],
]);

const isOneOf = (words: readonly string[], word: string): boolean => words.includes(word);

const computesNothing = 'a template places text and computes nothing';

function readPartial({ name, params, hash, loc }: hbs.AST.PartialStatement, reading: Reading): void {
  const wanted = writtenName(name);
  const phrase = Object.hasOwn(reading.phrases, wanted) ? reading.phrases[wanted] : undefined;
  reading.allowance.phrases -= 1;
  if (phrase === undefined) {
    fault(reading, loc, `there is no shared phrase "${wanted}"${didYouMean(wanted, Object.keys(reading.phrases))}`);
  } else if (params.length > 0 || pairsOf(hash).length > 0) {
    fault(reading, loc, `"> ${wanted} …": ${computesNothing}`);
  } else if (reading.path.includes(wanted)) {
    fault(reading, loc, `the shared phrase "${wanted}" leads to itself`);
  } else if (reading.part === null && isOnlyText(phrase.text)) {
    fault(reading, loc, `the shared phrase "${wanted}" is text: outside of a part it is read by nobody`);
  } else if (reading.allowance.phrases < 0) {
    // Told once: what comes after has been cut off with it.
    if (reading.allowance.phrases === -1) fault(reading, loc, `more than ${mostPhrases} shared phrases are used here`);
  } else {
    readParsed(phrase.parsed(), { ...reading, path: [...reading.path, wanted] });
  }
}

/** Whether a phrase is to stand inside a part: it makes none, and uses none that may. */
const isOnlyText = (source: string): boolean => !/\{\{~?[#>]/.test(source);

/** Fields that are there only in one part: elsewhere they may not be known. */
const knownOnlyIn: Readonly<Record<string, NoticePart>> = {
  'next-update': 'next-update',
  cause: 'cause',
  'recovery.from': 'recovery',
  'recovery.to': 'recovery',
  'recovery.basis': 'recovery',
};

function readField({ path, params, hash, loc }: hbs.AST.MustacheStatement, reading: Reading): void {
  const field = writtenName(path);
  if (params.length > 0 || pairsOf(hash).length > 0 || path.type !== 'PathExpression') {
    fault(reading, loc, `"${field} …": ${computesNothing}`);
  } else if (!isOneOf(fieldNames, field)) {
    fault(reading, loc, `there is no field "${field}"${didYouMean(field, fieldNames)}`);
  } else if (reading.part === null) {
    fault(reading, loc, `"${field}" stands outside of a part`);
  } else {
    const only = knownOnlyIn[field];
    if (only !== undefined && reading.part.name !== only) {
      fault(reading, loc, `"${field}" may not be known here; only the part "${only}" can say it`);
    }
    if (field === 'resolved' && !isFor('resolved', reading.part)) {
      fault(reading, loc, `"resolved" is known only in a part with phase="resolved"`);
    }
  }
}

/** Whether a part is for this phase alone. */
const isFor = (only: PhaseName, { phase }: PartBlock): boolean => phase?.every((one) => one === only) ?? false;

function fault({ faults, path }: Reading, { start, end }: hbs.AST.SourceLocation, message: string): void {
  const width = start.line === end.line ? Math.max(1, end.column - start.column) : 1;
  faults.push({ partial: path.at(-1) ?? null, line: start.line, column: start.column + 1, width, message });
}
