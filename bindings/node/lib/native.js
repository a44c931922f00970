// SPDX-License-Identifier: MIT
// The library itself: found, compared with what this binding was made for, and
// its functions as JavaScript calls them.
'use strict';

const { isMainThread } = require('node:worker_threads');
const koffi = require('koffi');
const made = require('../generated.js');
const { CtiError } = require('./error.js');

const NAME = 'libcti.so.0';

let kept = null;

/** Have a shared object stay: a worker of node that is stopped unloads what only
 * it has loaded, while threads and closing handles still run its code. */
function keep(path) {
  const LAZY = 1;
  const NOLOAD = 4;
  const NODELETE = 0x1000;

  return koffi.load(null).func('void *dlopen(const char *path, int flags)')(
      path, LAZY | NOLOAD | NODELETE);
}

/** Where a function of the library is, for who calls it from C. */
function addressOf(name) {
  return koffi.load(null).func(
      'void *dlsym(void *library, const char *name)')(kept, name);
}

function open() {
  const path = process.env.LIBCTI || NAME;

  try {
    // Deep: node has a libuv, an OpenSSL and a zlib of its own, and exports
    // them; the library must meet those that it was built with.
    const loaded = koffi.load(path, { deep: true });

    kept = keep(path);
    Object.keys(require.cache).filter((name) => name.endsWith('koffi.node'))
        .forEach(keep);
    return loaded;
  } catch (error) {
    throw new Error(`libcti cannot be loaded: ${error.message}; install it, ` +
        'or put the path of libcti.so.0 into the variable LIBCTI',
    { cause: error });
  }
}

/** The prototype, with what is written to marked for koffi. */
function marked(prototype) {
  return prototype
      .replace(/char \*detail,/, 'void *detail,')
      .replace(/const cti_number_plugin \*\*out/, '_Out_ void **out')
      .replace(/char \*\*out/, '_Out_ void **out')
      .replace(/(cti_\w+ \*\*out)/, '_Out_ $1')
      .replace(/(size_t \*len)/, '_Out_ $1')
      .replace(/(bool \*right)/, '_Out_ $1')
      .replace(/(uint64_t \*\w+)/g, '_Out_ $1')
      .replace(/(cti_(?:link_stats|journal_stats) \*out)/, '_Inout_ $1')
      .replace(/(cti_request_ticket \*ticket)/, '_Inout_ $1');
}

function sameAbi(abi) {
  const wanted = made.abiVersion;

  return abi >>> 16 === wanted >>> 16 && (abi & 0xffff) >= (wanted & 0xffff);
}

const library = open();
const known = new Map();
const C = new Proxy({}, {
  // Each function is declared when it is first used.
  get(_, name) {
    let found = known.get(name);

    if (!found) {
      found = library.func(marked(made.prototypes[name]));
      known.set(name, found);
    }
    return found;
  },
});

for (const name of made.handles)
  koffi.opaque(name);
for (const [name, fields] of Object.entries(made.structs))
  koffi.struct(name, fields);
for (const [name, prototype] of Object.entries(made.callbacks))
  if (name !== 'cti_number_plugin_fn')
    koffi.proto(prototype);

if (!sameAbi(C.cti_abi_version()))
  throw new Error(`libcti ${C.cti_version()} has the ABI ` +
      `${C.cti_abi_version()}, and this binding was made for ` +
      `${made.abiVersion}; install versions that belong together`);
// A worker that is stopped while a function is declared ends the process.
if (!isMainThread)
  Object.keys(made.prototypes).forEach((name) => C[name]);
CtiError.isRetryable = (errno) => C.cti_error_is_retryable(errno);

/** A struct with its size filled in and everything else empty. */
function blank(name) {
  const value = {};

  for (const [field, type] of Object.entries(made.structs[name]))
    value[field] = /\*/.test(type) ? null : /^char\[/.test(type) ? '' : 0;
  if ('size' in value)
    value.size = koffi.sizeof(name);
  return value;
}

/** What `char **out` got: a text, and its memory given back. */
function take(out, len) {
  const value = koffi.decode(out[0], 'char', len ?? -1);

  C.cti_free(out[0]);
  return value;
}

/** Strings one behind the other, ended by NULL, or NULL for none. */
function row(strings) {
  return strings.length ? koffi.as([...strings, null], 'const char **') : null;
}

/** From memory of C into a buffer. */
const memcpy = library.func(
    'void *memcpy(void *to, void *from, size_t size)');

module.exports = { C, addressOf, koffi, blank, memcpy, take, row, sameAbi };
