/** Option values that are numbers, refused with a plain sentence when they are not. */
import { InvalidArgumentError } from 'commander';

export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    }
    return value;
  };
}

export function seconds(text: string): number {
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || value <= 0 || value > SECONDS_MAX) {
    throw new InvalidArgumentError(`It must be a number of seconds above 0, at most ${SECONDS_MAX}.`);
  }
  return value;
}

/** A week: below the longest timer of the platform. */
const SECONDS_MAX = 604_800;
