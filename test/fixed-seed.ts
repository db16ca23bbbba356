/** Properties are tried on the same cases in every run, so that a run can be repeated; LKSS_SEED tries others. */
import { configureGlobal } from 'fast-check';

configureGlobal({ seed: Number(process.env['LKSS_SEED'] ?? 7) });
