// SPDX-License-Identifier: MIT
// Read by tsc only: what may be written with the binding's types, and what not.
import { Client, CtiError, CtiEvent, EventKind, Journal, PopEvent, Report, buildDirectory,
  checkService, parseNumber } from '..';

const client = new Client({ logLevel: 'info', config: { 'numbers.country': 'CN' } });

client.on('pop', (pop) => {
  const exact: PopEvent = pop;
  const state: 'opened' | 'updated' | 'closed' = pop.state;

  console.log(exact.device.length, state, pop.customer?.['name'],
      pop.candidates[0]?.score.toFixed());
});
client.on('ring', (ring) => {
  const kind: 'ring' = ring.event;
  const device: string | undefined = ring.device;

  console.log(kind, device, ring.waited_ms?.toFixed());
});
client.on('error', (error) => console.log(error.message));
client.addSource('crm', async ({ number }) =>
  number ? [{ id: 7, name: number.e164, tier: undefined }] : null);
client.route({ when: ['queue'], queues: 'support' }, (route) =>
  route.customers[0]?.['owner'] === 'x' ? '1001' : null);
client.route();

async function all(): Promise<void> {
  for await (const event of client)
    show(event);
  const { call, id } = await client.request('dial', { device: '1001', to: '10086' });
  const found = await client.identify('13800138000', { data: { a: 1 } });
  const error: CtiError | null = client.check('hold', { device: '1001' });

  console.log(call, id.toFixed(), found.identity === 'identified', error?.code === 'CTI_ESTATE',
      client.snapshot().calls[0]?.legs[0]?.state === 'alerting', EventKind.RING === 5,
      parseNumber('110').class === 'service');
}

async function kept(call: string): Promise<void> {
  const report = new Report({ service_level_s: 30, converted: ['sale'] });
  const journal = new Journal('contacts.db');
  const verification = client.verify(call, 'password');
  const { findings, error } = await client.link('sim:').diagnose({ call: true });

  client.addContact({ id: 'mail-7', channel: 'mail', began: new Date(), facts: { a: 'b' } });
  client.trace((step) => step.kind === 'no-pop' && step.text);
  client.trace(null);
  client.addReport(report);
  await report.addJournal(journal, { since: new Date(), limit: 5 });
  for (const contact of await journal.contacts({ customer: '4711' }))
    console.log(contact.began?.getTime(), contact.segments[0]?.kind === 'talk',
        contact.talk_ms.toFixed(), contact.offers['fibre']);
  console.log(report.get('service_level', 'queue', 'support')?.toFixed(),
      verification.check('pin', '1') && client.advise({ id: 7 }).hints[0]?.reason,
      findings[0]?.level === 'fault', error?.retryable, client.journalStats().lost.toFixed(),
      (await checkService('x')).length, (await buildDirectory('a', 'b')).toFixed());
}

function show(event: CtiEvent): void {
  if (event.event === 'link')
    console.log(event.state === 'failed');
  else if (event.event === 'pop')
    console.log(event.identity);
}

// @ts-expect-error there is no such event
client.on('rings', () => {});
// @ts-expect-error no such request
client.request('fly', {});
// @ts-expect-error a number is no path
client.addCsv('a', 7);
// @ts-expect-error no such option
client.link('sim:', { password: 'x' });
// @ts-expect-error a pop has no such state
client.on('pop', (pop) => pop.state === 'shown');
// @ts-expect-error an event cannot be changed
client.on('ring', (ring) => { ring.device = '7'; });
// @ts-expect-error a source gives customers
client.addSource('x', () => 7);

// @ts-expect-error there is no such metric
new Report().get('happiness');
// @ts-expect-error a time is a Date
new Journal('x').contacts({ since: 'today' });

void all();
void kept('x');
