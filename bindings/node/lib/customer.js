// SPDX-License-Identifier: MIT
// Customers, from what an application gives to what C takes.
'use strict';

const check = require('./check.js');
const { C } = require('./native.js');
const { CtiError } = require('./error.js');

/** A cti_customer; give it back with cti_customer_unref(). */
function customer(fields) {
  const row = check.pairs(fields, 'a customer');
  const out = [null];
  let err = C.cti_customer_new(out);

  for (let i = 0; i < row.length && !err; i += 2) {
    err = C.cti_customer_set(out[0], row[i], row[i + 1]);
    if (err) {
      C.cti_customer_unref(out[0]);
      throw new CtiError(err, `a customer's field "${row[i].slice(0, 64)}": ${
        C.cti_strerror(err)}`);
    }
  }
  if (err)
    throw new CtiError(err);
  return out[0];
}

/** The customers that an application's source has given, for C. */
function customers(given) {
  const list = given === undefined || given === null ? [] :
    Array.isArray(given) ? given : [given];
  const made = [];

  try {
    for (const one of list)
      made.push(customer(one));
  } catch (error) {
    made.forEach((one) => C.cti_customer_unref(one));
    throw error;
  }
  return made;
}

module.exports = { customer, customers };
