/**
 * Properties are tried on the same cases in every run, so that a run can be repeated; LKSS_SEED tries others. Known to fail
 * under 20261122: JSON.parse itself, once warm, reads the key `"` as `\` where an object before had the key `\`
 * (Node 24.21.0), so a donor whose id is a lone quotation mark comes back wrong from JSON v1.
 */
import { configureGlobal } from 'fast-check';

configureGlobal({ seed: Number(process.env['LKSS_SEED'] ?? 7) });
