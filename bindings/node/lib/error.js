// SPDX-License-Identifier: MIT
// What the library refuses, as an Error with the code from its one table.
'use strict';

const { errors } = require('../generated.js');

const rows = new Map(errors.map((row) => [row.code, row]));

class CtiError extends Error {
  /**
   * @param {number} errno   Negative, as the library returns it.
   * @param {string} [detail] What exactly, one sentence.
   */
  constructor(errno, detail) {
    const row = rows.get(errno);

    super(detail || (row ? row.text : 'unknown error'));
    this.errno = errno;
    this.code = row ? row.name : 'CTI_EUNKNOWN';
    this.text = row ? row.text : 'unknown error';
  }

  get retryable() {
    return CtiError.isRetryable(this.errno);
  }
}
Object.defineProperty(CtiError.prototype, 'name', { value: 'CtiError' });

// The library's own opinion, once that is loaded.
CtiError.isRetryable = () => false;

const codes = Object.fromEntries(errors.map((row) => [row.name, row.code]));

module.exports = { CtiError, codes };
