// SPDX-License-Identifier: MIT
// The name of what a client shows to the other files of the binding only.
'use strict';

module.exports = { inner: Symbol('inner') };
