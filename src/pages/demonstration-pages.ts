/**
 * Acting as the people of the demonstration, by one button and without reading anything. A service that is no demonstration for
 * its own machine alone has none of these addresses.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { credentialsByUsername } from '../access/credentials-store.ts';
import type { DemonstrationPerson } from '../access/demonstration.ts';
import { nextCode, NO_STEP } from '../access/totp.ts';
import { ServiceProblem } from '../problem.ts';
import { dateInUk } from '../registrations/calendar-date.ts';
import { SESSION_COOKIE, refuseCrossSite } from '../web/signed-in-request.ts';
import { peopleFor, personWords } from './demonstration.ts';
import { walkedAppealIn, dueCounts, usernamesIn, walkedIn } from './demonstration-record.ts';
import {
  exchangeToFinish,
  exchangeToRepair,
  isStaffed,
  stepsOfAppeal,
  stepsOfRepair,
  stepsToOutcome,
  type WalkedAppeal,
  type WalkStep,
  type Walked,
} from './demonstration-walks.ts';
import { InterfaceRefusal } from './interface-asking.ts';
import { centreWords, exchangeWords } from './page-words.ts';
import { ownAddress, Visit, type PageNeeds } from './visit.ts';

/** A code is taken once, and there is a new one every half minute: whoever comes back sooner than that waits. */
const CODE_POLL_MS = 500;
const CODE_POLLS_MAX = 90;

export function demonstrationPages(app: FastifyInstance, needs: PageNeeds): void {
  if (needs.demonstration === null) return;
  app.get('/demonstration', (request, reply) => showPeople(new Visit(needs, request, reply)));
  app.post('/demonstration/continue', (request, reply) => {
    refuseCrossSite(request);
    return continueAs(new Visit(needs, request, reply));
  });
}

/** Throws where there is nobody to act as. */
function peopleOf({ needs, request }: Visit): readonly DemonstrationPerson[] {
  const people = peopleFor(needs.demonstration, request);
  if (people === null) throw new ServiceProblem('not-found');
  return people;
}

async function showPeople(visit: Visit): Promise<FastifyReply> {
  const people = peopleOf(visit);
  await knownIfSignedIn(visit);
  const { read } = visit.needs.store;
  const at = visit.needs.surroundings.now();
  const usernames = await usernamesIn(read);
  const walked = await walkedIn(read, usernames);
  const staffed = walked.filter((one) => isStaffed(one, people));
  const repair = exchangeToRepair(staffed);
  const finish = exchangeToFinish(staffed, repair);
  const asking = await walkedAppealIn(read, people);
  const dueOfPerson = await dueCounts(read, walked, usernames, at);
  const personView = (person: DemonstrationPerson) => ({
    username: person.username,
    name: personWords(person),
    due: dueOfPerson(person),
    to: firstPageOf(person),
  });
  const peopleAt = (centre: string | null) => people.filter((person) => person.centre === centre).map(personView);
  const centres = [...new Set(people.flatMap(({ centre }) => centre ?? []))];
  return visit.show('demonstration', {
    today: dateInUk(at),
    walks: [
      ...(finish === undefined
        ? []
        : [exchangeWalk('Take an exchange to its outcome', finish, stepsToOutcome(finish, people, usernames))]),
      ...(repair === undefined
        ? []
        : [exchangeWalk('Stop an exchange, and repair it', repair, stepsOfRepair(repair, people))]),
      ...(asking === undefined ? [] : [appealWalk(asking, stepsOfAppeal(asking, people, usernames))]),
    ],
    whoSeesAll: peopleAt(null).find(({ username }) => username === 'olga'),
    groups: [
      { title: 'Of the scheme', people: peopleAt(null) },
      ...centres
        .map((centre) => ({ title: centreWords(centre), people: peopleAt(centre) }))
        .toSorted((a, b) => (a.title < b.title ? -1 : 1)),
    ],
  });
}

/** Where what waits for them stands. */
function firstPageOf({ roles, centre }: DemonstrationPerson): string {
  if (roles.includes('administrator')) return '/';
  return centre === null ? '/sign-off' : '/sign-off?due=me';
}

/** The page is for whoever is not signed in as well. */
async function knownIfSignedIn(visit: Visit): Promise<void> {
  try {
    await visit.signedIn();
  } catch (error) {
    if (!(error instanceof InterfaceRefusal) || error.document.code !== 'not-signed-in') throw error;
  }
}

function exchangeName({ facts, document: { kind, transplants } }: Walked): string {
  const donors = transplants.map(({ donor }) => donor);
  const words = kind === 'cycle' || kind === 'chain' ? exchangeWords({ kind, donors }) : 'Exchange';
  return `${words} ${facts.proposal.id}`;
}

function exchangeWalk(title: string, walked: Walked, steps: readonly WalkStep[]) {
  const whole = `/proposals/${walked.facts.proposal.id}`;
  return walkView(title, { about: exchangeName(walked), whole, says: 'Look at the whole exchange' }, steps);
}

function appealWalk({ recipient, facts }: WalkedAppeal, steps: readonly WalkStep[]) {
  const about = facts === null ? `Recipient ${recipient}` : `Appeal ${facts.appeal.id} of recipient ${recipient}`;
  const whole = facts === null ? '/appeals' : `/appeals/${facts.appeal.id}`;
  return walkView('Somebody asks why', { about, whole, says: 'Look at the whole appeal' }, steps);
}

interface WalkAbout {
  readonly about: string;
  readonly whole: string;
  /** What is to be done at the end. */
  readonly says: string;
}

function walkView(title: string, about: WalkAbout, steps: readonly WalkStep[]) {
  const next = steps.findIndex(({ isDone }) => !isDone);
  return {
    title,
    ...about,
    done: steps.filter(({ isDone }) => isDone).length,
    steps: steps.map(({ does, person, to, isDone }, at) => ({
      does,
      name: personWords(person),
      username: person.username,
      to,
      isDone,
      isNext: at === next,
    })),
  };
}

/** Signs in with password and code like anybody: the session is a real one, and fresh. */
async function continueAs(visit: Visit): Promise<FastifyReply> {
  const person = peopleOf(visit).find(({ username }) => username === visit.field('username'));
  if (person === undefined) throw new ServiceProblem('not-found');
  const { username, password } = person;
  const json = { username, password, code: await codeOf(person, visit) };
  const { cookies } = await visit.ask('POST', '/sign-in', { json });
  if (visit.request.cookies[SESSION_COOKIE] !== undefined) await endSession(visit);
  return visit.reply.header('set-cookie', cookies).redirect(ownAddress(visit.field('to')), 303);
}

async function codeOf({ username, totpSecret }: DemonstrationPerson, { needs }: Visit): Promise<string> {
  for (let polls = 0; polls < CODE_POLLS_MAX; polls++) {
    const lastStep = (await credentialsByUsername(needs.store.read, username))?.totpLastStep ?? NO_STEP;
    const code = await nextCode(totpSecret, needs.surroundings.now(), lastStep);
    if (code !== null) return code;
    await new Promise((resolve) => setTimeout(resolve, CODE_POLL_MS));
  }
  throw new ServiceProblem('too-many-requests');
}

/** Of whoever it was before. */
async function endSession(visit: Visit): Promise<void> {
  try {
    await visit.ask('POST', '/sign-out');
  } catch (error) {
    if (!(error instanceof InterfaceRefusal) || error.document.code !== 'not-signed-in') throw error;
  }
}
