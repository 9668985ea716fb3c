import { Counter, type Registry } from 'prom-client';
import { z } from 'zod';
import { refuse, type Entrance } from './entrance.ts';
import { counterOf, gaugeOf } from './meter.ts';
import { VpnSessions } from './vpn-sessions.ts';

const places = ['usual', 'unusual'] as const;

/** A try to log in, with what a gateway learns of it beside: from its address whether this person is there usually, and their hour of the day. */
const trySchema = z.object({
  user: z.string().min(1).max(128),
  password: z.string().max(128),
  place: z.enum(places),
  hour: z.int().min(0).max(23),
});

/** When people work; tries at any other hour are off hours. The last hour is not one of them. */
const officeHours = { from: 7, until: 20 } as const;

const hoursOf = (hour: number): Where['hours'] =>
  hour >= officeHours.from && hour < officeHours.until ? 'office' : 'off';

/** Every account's password is its name with this behind it. */
const passwordEnding = '-secret';

/** A gateway ends a session that has lasted so long, whoever forgot it. */
const longestSessionMs = 30 * 60_000;

interface Where {
  readonly place: (typeof places)[number];
  readonly hours: 'office' | 'off';
}

/** The VPN gateway: it has its own log-in, with a password, and a licence for so many sessions at once. */
export function addVpn({ app, service }: Entrance): void {
  const sessions = new VpnSessions(service.capacity.vpnLicences, longestSessionMs);
  const metrics = vpnMetrics(service.metrics.registry, sessions);

  app.post('/vpn/sessions', (request, response) => {
    const { user, password, place, hour } = trySchema.parse(request.body);
    const where: Where = { place, hours: hoursOf(hour) };
    metrics.tries.inc(where);
    if (password !== `${user}${passwordEnding}`) {
      metrics.failedTries.inc(where);
      refuse(response, 401, 'the password is wrong');
      return;
    }
    metrics.logIns.inc(where);
    const session = sessions.open(performance.now());
    if (session === null) {
      metrics.turnedAway.inc();
      response.set('retry-after', '1');
      refuse(response, 503, 'no licence is free');
      return;
    }
    metrics.opened.inc();
    response.status(201).json({ session });
  });
  app.delete('/vpn/sessions/:session', (request, response) => {
    if (sessions.end(Number(request.params.session))) response.status(204).end();
    else refuse(response, 404, 'there is no such session');
  });
}

function vpnMetrics(registry: Registry, sessions: VpnSessions) {
  gaugeOf(registry, 'collab_vpn_sessions', 'VPN sessions now', () => sessions.inUse(performance.now()));
  gaugeOf(registry, 'collab_vpn_sessions_limit', 'VPN sessions that the licence allows', () => sessions.limit);
  return {
    opened: counterOf(registry, 'collab_vpn_sessions_opened_total', 'VPN sessions opened'),
    turnedAway: counterOf(registry, 'collab_vpn_turned_away_total', 'people turned away because no licence was free'),
    tries: countedByWhere(registry, 'collab_vpn_tries_total', 'tries to log in to the VPN'),
    failedTries: countedByWhere(registry, 'collab_vpn_failed_tries_total', 'tries with a wrong password'),
    logIns: countedByWhere(registry, 'collab_vpn_log_ins_total', 'tries with the right password, let in or not'),
  };
}

/** Counts by place and hours, from zero: a series that begins with its first event would hide it. */
function countedByWhere(registry: Registry, name: string, help: string): Counter<keyof Where> {
  const counter = new Counter({ name, help, labelNames: ['place', 'hours'], registers: [registry] });
  for (const place of places) for (const hours of ['office', 'off']) counter.inc({ place, hours }, 0);
  return counter;
}
