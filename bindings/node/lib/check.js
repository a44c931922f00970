// SPDX-License-Identifier: MIT
// What may be handed to C: texts that are whole, numbers that fit.
'use strict';

const { CtiError, codes } = require('./error.js');

// Longer ones are no number, name or path; C is not even asked.
const TEXT_MAX = 1 << 20;
const LONE = /\p{Surrogate}/u;

function refuse(name, why) {
  throw new CtiError(codes.CTI_EINVAL, `${name} ${why}`);
}

/** A text that C gets unchanged, with NUL only at its end. */
function text(value, name) {
  if (typeof value !== 'string')
    throw new TypeError(`${name} must be a string, not ${kind(value)}`);
  if (value.length > TEXT_MAX)
    throw new CtiError(codes.CTI_ETOOBIG,
        `${name} is longer than ${TEXT_MAX} characters`);
  if (value.includes('\0'))
    refuse(name, 'contains a NUL character; leave it out');
  if (LONE.test(value))
    refuse(name, 'contains half of a character (a lone surrogate)');
  return value;
}

function kind(value) {
  if (value === null)
    return 'null';
  return Array.isArray(value) ? 'an array' : typeof value;
}

/** As text(), or null for what is not given. */
function maybe(value, name) {
  return value === undefined || value === null ? null : text(value, name);
}

/** A whole number between two bounds; `other` if it is not given. */
function whole(value, name, low, high, other) {
  if (value === undefined && other !== undefined)
    return other;
  if (typeof value !== 'number')
    throw new TypeError(`${name} must be a number, not ${kind(value)}`);
  if (!Number.isInteger(value) || value < low || value > high)
    throw new RangeError(
        `${name} must be a whole number from ${low} to ${high}`);
  return value;
}

function callable(value, name) {
  if (typeof value !== 'function')
    throw new TypeError(`${name} must be a function, not ${kind(value)}`);
  return value;
}

/** An object of options that has only keys that are known. */
function options(value, name, known) {
  if (value === undefined || value === null)
    return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new TypeError(`${name} must be an object, not ${kind(value)}`);
  for (const key of Object.keys(value))
    if (!known.includes(key))
      throw new TypeError(
          `${name} has no "${key}"; it has ${known.join(', ')}`);
  return value;
}

/** {a: 'b'} as ['a', 'b']; values may be numbers and booleans, too. */
function pairs(value, name) {
  const row = [];

  if (value === undefined || value === null)
    return row;
  if (typeof value !== 'object' || Array.isArray(value))
    throw new TypeError(`${name} must be an object, not ${kind(value)}`);
  for (const [key, one] of Object.entries(value)) {
    if (one === undefined || one === null)
      continue;
    const plain = typeof one === 'number' || typeof one === 'boolean';

    row.push(text(key, `${name}: a name`),
        text(plain ? String(one) : one, `${name}.${key}`));
  }
  return row;
}

module.exports = { text, maybe, whole, callable, options, pairs, kind };
