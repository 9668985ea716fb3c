import { makeRunFolder } from '../../src/journal/run-folder.ts';
import { instant } from '../../src/model/time.ts';

// Run by itself, until it is killed: writes one file over and over, each time of one letter, and says where once it is there.
const folder = await makeRunFolder(process.argv[2] ?? '', 'a', instant(0), 'x');
for (let count = 0; ; count += 1) {
  folder.write('run.json', 'abcdefgh'.charAt(count % 8).repeat(2_000_000));
  if (count === 0) process.send?.(folder.path);
}
