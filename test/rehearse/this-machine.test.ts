import { homedir, hostname, userInfo } from 'node:os';
import { expect, it } from 'vitest';
import { thisMachine } from '../../src/rehearse/this-machine.ts';

it('tells on what a run is made by figures and names of products', () => {
  const machine = thisMachine('1.2.3');
  expect(machine).toEqual({
    cores: expect.any(Number) as number,
    cpu: expect.stringMatching(/./) as string,
    memory: expect.stringMatching(/^\d+\.\d GiB$/) as string,
    system: expect.stringMatching(/^[A-Za-z_]+( [\d.]+)? \w+$/) as string,
    node: process.versions.node,
    surgebook: '1.2.3',
  });
  expect(machine.cores).toBeGreaterThanOrEqual(1);
  expect(Number.parseFloat(machine.memory)).toBeGreaterThan(0);
});

it('tells nothing of whose machine it is', () => {
  const words = Object.values(thisMachine('1.2.3')).flatMap((value) => String(value).split(' '));
  for (const name of [hostname(), userInfo().username, homedir()]) expect(words).not.toContain(name);
});
