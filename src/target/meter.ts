import { Counter, Gauge, type Registry } from 'prom-client';

/** A counter of a registry; it is shown as zero from the start. */
export const counterOf = (registry: Registry, name: string, help: string): Counter =>
  new Counter({ name, help, registers: [registry] });

/** A gauge of a registry that is read whenever the page is. */
export const gaugeOf = (registry: Registry, name: string, help: string, read: () => number): Gauge =>
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
