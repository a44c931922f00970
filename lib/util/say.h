/* SPDX-License-Identifier: MIT */
/* Sentences for people, in the language of the process. */
#ifndef CTI__UTIL_SAY_H
#define CTI__UTIL_SAY_H

#include "util/str.h"

#include <stdarg.h>

/* Marks a text of a table, which is looked up when it is said. */
#define CTI__TEXT(text) text

/* The same with its length; a literal, looked up here. */
#define CTI__SAID(text) cti__str(cti__say(text))

/*
 * The text in the language that the application has chosen by setlocale(), or
 * itself. Lives as long as the process; errno stays as it is. Takes a lock or
 * two: for what goes wrong, not for every event. What programs read (the log's
 * lines too, which support reads) never goes through here. One literal a call:
 * of "x ? a : b" xgettext finds the first.
 */
const char *cti__say(const char *text) __attribute__((format_arg(1)));

/*
 * Write a sentence: the format is looked up, and what is too long ends with a
 * whole character. For the helpers of each file; tests/style/translations lists
 * them, so that their literals are found.
 */
void cti__say_into(char *out, size_t size, const char *format, va_list args)
	__attribute__((format(printf, 3, 0)));

/* The same with its values. */
void cti__say_to(char *out, size_t size, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
