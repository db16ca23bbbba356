/** Registrations: who is in the scheme, what is known of each, and whether they take part. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { PersonKind } from '../registrations/registration-record.ts';
import type { DonorRegistration, RecipientRegistration } from '../registrations/registration.ts';
import type { RunView } from '../matching-runs/run-view.ts';
import { bringAddress } from './appeal-words.ts';
import { momentWords, quarterWords } from './page-words.ts';
import { isReleased } from './sign-off-rows.ts';
import { factRows, isDonor, statusWords } from './registration-facts.ts';
import { fieldErrors, visiting, type FieldErrors, type PageNeeds, type Visit } from './visit.ts';

export interface RegistrationView {
  readonly kind: PersonKind;
  readonly id: string;
  readonly version: number;
  readonly ownerCentre: string;
  readonly registration: RecipientRegistration | DonorRegistration;
}

interface LinkWords {
  readonly text: string;
  readonly href: string;
}

interface VersionView {
  readonly version: number;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly importId: string | null;
  readonly registration: RegistrationView['registration'] | null;
}

const PAGE_ROWS = 100;
const REASON_WORDS: FieldErrors = { reason: 'Write the reason, in 3 to 500 characters' };

export function registrationPages(app: FastifyInstance, needs: PageNeeds): void {
  app.get('/registrations', visiting(needs, showList));
  app.get(
    '/registrations/find',
    visiting(
      needs,
      async (visit) => {
        const id = visit.query('id').trim();
        if (id === '') return showList(visit, { errors: { id: 'Enter the id of a person' } });
        return visit.goTo(`/registrations/${kindOf(visit)}/${encodeURIComponent(id)}`);
      },
      { back: () => '/registrations' },
    ),
  );
  app.get(
    '/registrations/:kind/:id',
    visiting(needs, (visit) => showPerson(visit), { back: () => '/registrations' }),
  );
  app.post(
    '/registrations/:kind/:id/suspend',
    visiting(
      needs,
      async (visit) => {
        const reason = visit.field('reason');
        try {
          await visit.act(`${addressOf(visit)}/suspend`, { reason });
        } catch (error) {
          return showPerson(visit, { errors: fieldErrors(error, REASON_WORDS), values: { reason } }, 400);
        }
        return visit.goTo(addressOf(visit));
      },
      { back: addressOf },
    ),
  );
  app.post(
    '/registrations/:kind/:id/activate',
    visiting(
      needs,
      async (visit) => {
        await visit.act(`${addressOf(visit)}/activate`);
        return visit.goTo(addressOf(visit));
      },
      { back: addressOf },
    ),
  );
}

/** The same within the pages and within the interface. */
function addressOf(visit: Visit): string {
  return `/registrations/${visit.encoded('kind')}/${visit.encoded('id')}`;
}

function kindOf(visit: Visit): PersonKind {
  return visit.query('kind') === 'donor' ? 'donor' : 'recipient';
}

async function showList(visit: Visit, more: object = {}): Promise<FastifyReply> {
  const kind = kindOf(visit);
  const query = new URLSearchParams({ kind, limit: String(PAGE_ROWS), after: visit.query('after') });
  interface List {
    readonly registrations: readonly RegistrationView[];
    readonly next: string | null;
  }
  const { registrations, next } = (await visit.ask<List>('GET', `/registrations?${query}`)).body;
  const rows = registrations.map(({ id, registration }) => [
    { text: id, href: `/registrations/${kind}/${encodeURIComponent(id)}` },
    registration.centre,
    registration.bloodGroup.subgroup ?? registration.bloodGroup.abo,
    isDonor(registration) ? (registration.recipientId ?? 'None: altruistic donor') : `${registration.crfPercent}%`,
    statusWords(registration.status),
  ]);
  return visit.show('registrations', { kind, rows, next: next && encodeURIComponent(next), ...more });
}

async function showPerson(visit: Visit, more: object = {}, status = 200): Promise<FastifyReply> {
  const { body: person, version } = await visit.ask<RegistrationView>('GET', addressOf(visit));
  const { versions } = (await visit.ask<{ versions: readonly VersionView[] }>('GET', `${addressOf(visit)}/versions`))
    .body;
  const names = await visit.namesOf(versions.map(({ recordedBy }) => recordedBy));
  return visit.show(
    'person',
    {
      person,
      version,
      isDonor: isDonor(person.registration),
      state: statusWords(person.registration.status),
      facts: factRows(person.registration),
      versions: versions
        .toReversed()
        .map((one) => [
          one.version,
          momentWords(one.recordedAt),
          names[one.recordedBy],
          one.registration === null
            ? 'Left out of an import'
            : one.importId === null
              ? 'Changed here'
              : 'From an import',
          one.registration === null ? '' : statusWords(one.registration.status).text,
        ]),
      whys: await whyLinks(visit, person, versions),
      appeal: appealAbout(visit, person),
      mayChange: visit.may('registration.change') && isOwn(visit, person.ownerCentre),
      ...more,
    },
    status,
  );
}

const RUNS_EXPLAINED = 4;

/** To why they were matched or not, in the latest runs that they were registered for and that may be read; a donor goes with their recipient. */
async function whyLinks(
  visit: Visit,
  { id, ownerCentre, registration }: RegistrationView,
  versions: readonly VersionView[],
): Promise<readonly LinkWords[]> {
  const isForAll = visit.may('run.read-result');
  if (!visit.may('run.explain') || !(isForAll || visit.visitor.centre === ownerCentre)) return [];
  const kind = isDonor(registration) && registration.recipientId === null ? 'altruist' : 'recipient';
  const person = isDonor(registration) ? (registration.recipientId ?? id) : id;
  const { runs } = (await visit.ask<{ runs: readonly RunView[] }>('GET', '/runs?limit=10')).body;
  return runs
    .filter((run) => run.result !== null && (isForAll || isReleased(run)) && wasRegistered(versions, run))
    .slice(0, RUNS_EXPLAINED)
    .map((run) => ({
      text: `In the run of ${quarterWords(run.quarter)}, ${run.id}`,
      href: `/runs/${run.id}/why/${kind}/${encodeURIComponent(person)}`,
    }));
}

/** When the run was locked. */
function wasRegistered(versions: readonly VersionView[], { locked }: RunView): boolean {
  const before = versions.findLast(({ recordedAt }) => locked !== null && recordedAt <= locked.at);
  return before !== undefined && before.registration !== null;
}

/** Where they ask why they stand where they stand in a run: the address of the form. Donors of a pair ask for their recipient. */
function appealAbout(visit: Visit, { id, ownerCentre, registration }: RegistrationView): string | null {
  if (!visit.may('appeal.bring') || !isOwn(visit, ownerCentre)) return null;
  if (!isDonor(registration)) return bringAddress('', { kind: 'recipient', id });
  const { recipientId } = registration;
  return bringAddress('', recipientId === null ? { kind: 'altruist', id } : { kind: 'recipient', id: recipientId });
}

/** The interface decides; this only keeps a form from whom it would refuse. */
function isOwn({ visitor }: Visit, ownerCentre: string): boolean {
  return visitor.roles.includes('operator') || visitor.centre === ownerCentre;
}
