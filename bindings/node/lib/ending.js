// SPDX-License-Identifier: MIT
// A worker of node that is stopped by terminate() runs no more JavaScript, but
// node calls C functions that wait for that: one of them closes the client.
'use strict';

const { isMainThread } = require('node:worker_threads');
const { koffi, addressOf } = require('./native.js');

// Of node's interface for programs that embed it, as its compiler names them.
const CURRENT = 'void *_ZN2v87Isolate10GetCurrentEv()';
const HOOK = 'EnvironmentCleanupHookEPN2v87IsolateEPFvPvES3_';
const ADD = `void _ZN4node25Add${HOOK}(void *isolate, void *fn, void *client)`;
const REMOVE =
  `void _ZN4node28Remove${HOOK}(void *isolate, void *fn, void *client)`;

let node = null;

function load() {
  const program = koffi.load(null);

  try {
    return { isolate: program.func(CURRENT)(), add: program.func(ADD),
      remove: program.func(REMOVE), close: addressOf('cti_client_close') };
  } catch {
    // A node that has them no more: what is stopped leaves a thread, as before.
    return {};
  }
}

/** From now on the end of this worker closes the client. */
function watch(client) {
  if (isMainThread)
    return;
  node ??= load();
  node.add?.(node.isolate, node.close, client);
}

/** No more: somebody else closes it, or is using it on another thread. */
function leave(client) {
  node?.remove?.(node.isolate, node.close, client);
}

module.exports = { leave, watch };
