/* SPDX-License-Identifier: MIT */
/**
 * @file cti/error.h
 * Every error the library can return. Functions that can fail return 0 or one
 * of these negative numbers. Numbers never change and are never used again.
 */
#ifndef CTI_ERROR_H
#define CTI_ERROR_H

#include <cti/api.h>

/** The only list of errors: X(name, number, text). */
#define CTI_ERROR_MAP(X)                                                       \
	X(ENOMEM, -1, "out of memory")                                         \
	X(EINVAL, -2, "invalid argument")                                      \
	X(ESTATE, -3, "not possible in the present state")                     \
	X(ENOTSUP, -4, "the switch cannot do this")                            \
	X(ETIMEDOUT, -5, "no answer in time")                                  \
	X(ECANCELED, -6, "canceled by the application")                        \
	X(ELINKDOWN, -7, "the link to the switch is down")                     \
	X(EAUTH, -8, "the switch refused the login")                           \
	X(EPROTO, -9, "the other side sent something unreadable")              \
	X(EREFUSED, -10, "the switch refused the request")                     \
	X(ENOENT, -11, "not found")                                            \
	X(EURL, -12, "the URL cannot be understood")                           \
	X(ESCHEME, -13, "no adapter for this URL scheme")                      \
	X(ERESOLVE, -14, "the host name has no address")                       \
	X(ECONNECT, -15, "the connection was refused or is unreachable")       \
	X(ETLS, -16, "the TLS connection cannot be trusted or set up")         \
	X(EEOF, -17, "the other side closed the connection")                   \
	X(ETOOBIG, -18, "larger than the limit")                               \
	X(EKEY, -19, "unknown configuration key")                              \
	X(EVALUE, -20, "the value does not fit the configuration key")         \
	X(EFORMAT, -21, "the file is not in the expected format")              \
	X(EIO, -22, "reading or writing a file failed")                        \
	X(EEXIST, -23, "the name is taken already")                            \
	X(ETEMPLATE, -24, "the template cannot be used")                       \
	X(EWITHHELD, -25, "the number is withheld")                            \
	X(EAGAIN, -26, "nothing yet; try again")                               \
	X(ETHREAD, -27, "called from a thread that must not call it")

/** Error codes, made from #CTI_ERROR_MAP. */
enum cti_error {
	CTI_OK = 0,
#define CTI_ERROR_ENTRY(name, number, text) CTI_##name = number,
	CTI_ERROR_MAP(CTI_ERROR_ENTRY)
#undef CTI_ERROR_ENTRY
};

/** One row of the list of errors. */
typedef struct cti_error_info {
	int32_t code;	  /**< the negative number */
	const char *name; /**< "CTI_EAUTH" */
	const char *text; /**< "the switch refused the login", in English */
} cti_error_info;

CTI_BEGIN_DECLS

/**
 * The text of an error code.
 *
 * @param code  0 or a negative CTI_E*; any other gives "unknown error".
 * @return A constant sentence without a full stop, never NULL, in UTF-8. It is in
 *         the language that the process has chosen as its locale's (LC_MESSAGES),
 *         if the library has that, else in English.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API const char *cti_strerror(int code);

/**
 * The name of an error code, for example "CTI_EAUTH".
 *
 * @return A constant string, never NULL; "CTI_OK" for 0, "CTI_EUNKNOWN" for a
 *         number that is none.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API const char *cti_error_name(int code);

/**
 * Whether the same attempt may succeed later without a change by anybody
 * (a link that is down, a time-out), so that applications need no list.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API bool cti_error_is_retryable(int code);

/**
 * The list of errors at run time, for bindings that build their exceptions.
 *
 * @param index  Counts from 0.
 * @return A constant row, or NULL behind the last.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API const cti_error_info *cti_error_at(size_t index);

CTI_END_DECLS

#endif
