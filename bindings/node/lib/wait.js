// SPDX-License-Identifier: MIT
// Waits for the library's descriptor on node's own loop.
'use strict';

const { isMainThread } = require('node:worker_threads');
const { koffi } = require('./native.js');

// How late a worker hears of something, at most.
const LOOK_MS = 10;

/* In a worker: to be stopped inside of koffi's callback would end the process,
   so there we look from time to time. */
class Looking {
  #timer;

  constructor(ready) {
    this.#timer = setInterval(ready, LOOK_MS);
  }

  ref() {
    this.#timer.ref();
  }

  unref() {
    this.#timer.unref();
  }

  close() {
    clearInterval(this.#timer);
  }
}

class Waiting {
  #handle;
  #called = false;

  constructor(fd, ready) {
    /* Koffi calls outside of what node knows of: promises that are kept there
       would not be heard of until something else happens. */
    this.#handle = koffi.node.poll(fd, { readable: true }, () => {
      if (!this.#called)
        setImmediate(() => {
          this.#called = false;
          ready();
        });
      this.#called = true;
    });
  }

  ref() {
    this.#handle.ref();
  }

  unref() {
    this.#handle.unref();
  }

  close() {
    this.#handle.close();
  }
}

/** Calls `ready` whenever there is something, until it is closed. */
function wait(fd, ready) {
  return isMainThread ? new Waiting(fd, ready) : new Looking(ready);
}

module.exports = { wait };
