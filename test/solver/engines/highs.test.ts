import { highsEngine } from '../../../solver/engines/highs.ts';
import { describeConformance } from './conformance.ts';

// HiGHS refuses some programs that start from a frozen sum with larger coefficients.
describeConformance('highs', highsEngine, 1000);
