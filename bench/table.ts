import stringWidth from 'string-width';
import { isKept, type Figure, type Row } from './benchmark.ts';

const heads = ['benchmark', 'figure', 'peer', 'ratio', 'wanted', 'verdict'] as const;

/** The rows as a Markdown table, and under it what else was seen of each. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [heads, ...rows.map(cellsOf)];
  const widths = heads.map((_, column) => Math.max(...lines.map((cells) => stringWidth(cells[column] ?? ''))));
  const drawn = lines.map(
    (cells) => `| ${cells.map((cell, column) => padded(cell, widths[column] ?? 0)).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const [head = '', ...body] = drawn;
  return [head, rule, ...body, '', ...rows.map(seenOf), ''].join('\n');
}

function cellsOf(row: Row): readonly string[] {
  const { name, figure, peer, ratio, wanted } = row;
  const level = `${wanted.side === 'above' ? '≥' : '≤'} ${wanted.level}`;
  return [
    name,
    shown(figure),
    peer === null ? '' : `${peer.what}: ${shown(peer)}`,
    ratio === null ? '' : ratio.toFixed(3),
    ratio === null ? `${level} ${figure.unit}` : level,
    isKept(row) ? 'kept' : 'falls short',
  ];
}

function seenOf({ name, seen }: Row): string {
  const parts = Object.entries(seen).map(([what, value]) => `${what} ${value}`);
  return `${name}: ${parts.join('; ')}`;
}

/** Three digits are all that a measurement on a shared machine can carry. */
function shown({ value, unit }: Figure): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return `${value.toFixed(digits)} ${unit}`;
}

const padded = (cell: string, width: number): string => cell + ' '.repeat(width - stringWidth(cell));
