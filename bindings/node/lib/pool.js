// SPDX-License-Identifier: MIT
// What takes its time, on a thread of its own; and callbacks that C calls until
// it is told to stop. They run on our thread, while the other one waits.
'use strict';

const callbacks = require('./callbacks.js');
const { C } = require('./native.js');
const { CtiError } = require('./error.js');

const DETAIL_SIZE = 1024;

/** For koffi, which calls outside of what node knows of: a promise that is kept
 * there is not heard of until something else happens. */
function later(fn) {
  return (...args) => setImmediate(fn, ...args);
}

function sentence(detail) {
  return detail.toString('utf8', 0, detail.indexOf(0));
}

/** A function whose last arguments are a buffer for a sentence and its size:
 * what it returned, and that sentence. */
function inPool(name, ...args) {
  const detail = Buffer.alloc(DETAIL_SIZE);

  return new Promise((resolve, reject) => {
    C[name].async(...args, detail, DETAIL_SIZE, later((error, value) => {
      if (error || value < 0)
        reject(error || new CtiError(value, sentence(detail)));
      else
        resolve({ value, sentence: sentence(detail) });
    }));
  });
}

/** The same at once. */
function atOnce(name, ...args) {
  const detail = Buffer.alloc(DETAIL_SIZE);
  const value = C[name](...args, detail, DETAIL_SIZE);

  if (value < 0)
    throw new CtiError(value, sentence(detail));
  return value;
}

/** Run `call(address, id)` and have `tell` get each value of such a callback;
 * what it throws ends the reading and comes out here. */
async function withEach(callback, tell, call) {
  let thrown;
  const id = callbacks.open((value) => {
    try {
      return tell(value);
    } catch (error) {
      thrown ??= { error };
      return true;
    }
  }, false);

  let result;

  try {
    result = await call(callbacks.address(callback), id);
  } finally {
    callbacks.close(id);
  }
  if (thrown)
    throw thrown.error;
  return result;
}

module.exports = { atOnce, inPool, later, withEach };
