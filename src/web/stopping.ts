/**
 * A service that is being stopped answers what is under way and takes on nothing new. Connections end with their answer: one kept
 * open for a next request would keep the process alive until the client lets it go.
 */
import type { FastifyInstance } from 'fastify';
import { ServiceProblem } from '../problem.ts';

/** How long answers under way may take; whatever is open then is cut off. Less than the ten seconds that most supervisors wait. */
const STOP_MS_MAX = 5_000;

/** The application is made with `return503OnClosing` off: that answer would be no problem document. */
export function stopInTime(app: FastifyInstance): void {
  let isStopping = false;
  app.addHook('preClose', (done) => {
    isStopping = true;
    setTimeout(() => app.server.closeAllConnections(), STOP_MS_MAX).unref();
    done();
  });
  app.addHook('onRequest', (_, _reply, done) => {
    done(isStopping ? new ServiceProblem('unavailable') : undefined);
  });
  app.addHook('onSend', (_, reply, _payload, done) => {
    if (isStopping) reply.header('connection', 'close');
    done();
  });
}
