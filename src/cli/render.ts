import { InvalidArgumentError, Option, type Command } from 'commander';
import { phases } from '../model/incident.ts';
import { locales } from '../model/locale.ts';
import { audiences, channelNames } from '../model/notice.ts';
import type { FieldValues } from '../notice/field-values.ts';
import { whole } from './whole-number.ts';
import type { RenderFlags } from './render-notices.ts';

/** `surgebook render <playbook>` */
export function registerRender(program: Command): void {
  program
    .command('render')
    .description('print the notices of a playbook, for a made-up incident or a recorded one')
    .argument('[playbook]', 'the id of a playbook; with --run, that of the incident')
    .addOption(
      new Option(
        '--phase <name>',
        'the phase of the made-up incident; investigating when left out, or identified where a cause is named',
      ).choices(phases),
    )
    .addOption(new Option('--audience <name>', 'for whom; all that are spoken to when left out').choices(audiences))
    .addOption(new Option('--locale <name>', 'in which language; all when left out').choices(locales))
    .addOption(new Option('--channel <name>', 'as this channel has it; plain text when left out').choices(channelNames))
    .option('--cause <id>', 'the cause that is known; the first one of the playbook when left out')
    .option('--set <field=value>', 'say this in place of what is known; may be repeated', addValue, {})
    .option('--run <run>', 'of a run: the folder, or its name')
    .option('--runs <folder>', 'where a run is looked for by its name', 'runs')
    .option('--incident <id>', 'which incident of the run; the first when left out')
    .option('--update <number>', 'as it stood at this update; the last when left out', whole(1))
    .option('--again', 'as an update that has nothing new to tell')
    .option('--correct <number>', 'as a correction of this update', whole(1))
    .option('--withdraw <number>', 'as the withdrawal of this update', whole(1))
    .option('--real', 'without the banner of a drill')
    .option(
      '--all',
      'write every notice of every playbook for every cause and occasion, a list of them, and a page to search and print them',
    )
    .option('--out <folder>', 'where --all writes')
    .option('--json', 'print one JSON object')
    .action(async (id: string | undefined, flags: RenderFlags) => {
      const { renderAll, renderOne } = await import('./render-notices.ts');
      process.exitCode = flags.all ? await renderAll(id, flags) : await renderOne(id, flags);
    });
}

function addValue(text: string, values: FieldValues): FieldValues {
  const place = text.indexOf('=');
  if (place < 1) throw new InvalidArgumentError('expected field=value, such as cause=maintenance.');
  return { ...values, [text.slice(0, place)]: text.slice(place + 1) };
}
