/* SPDX-License-Identifier: MIT */
/**
 * @file cti/api.h
 * Marks and version numbers that every other public header needs.
 */
#ifndef CTI_API_H
#define CTI_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define CTI_BEGIN_DECLS extern "C" {
#define CTI_END_DECLS   }
#else
#define CTI_BEGIN_DECLS
#define CTI_END_DECLS
#endif

#if defined(__GNUC__)
/** A function or object that the library promises to keep. */
#define CTI_API     __attribute__((visibility("default")))
/** The result must not be thrown away. */
#define CTI_NODISCARD __attribute__((warn_unused_result))
#else
#define CTI_API
#define CTI_NODISCARD
#endif

/** Version of the headers a program was compiled with: its first number. */
#define CTI_VERSION_MAJOR 0
/** Its second number. */
#define CTI_VERSION_MINOR 1
/** Its third number. */
#define CTI_VERSION_PATCH 0

/**
 * The ABI of these headers: the number in the library's SONAME times 65536, plus
 * the minor version, since functions are added with it.
 */
#define CTI_ABI_VERSION 1

CTI_BEGIN_DECLS

/**
 * Version of the library that is running, for example "0.1.0".
 *
 * @return A constant string.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API const char *cti_version(void);

/**
 * The ABI of the library that is running, as #CTI_ABI_VERSION. A binding works
 * with it if the upper 16 bits are those it was made for, and the lower ones no
 * less.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API uint32_t cti_abi_version(void);

/**
 * What is running, as one line of JSON for reports of faults: `version`, `abi`,
 * `adapters` (schemes of URLs) and the versions of `libuv`, `libcurl` and
 * `zlib`.
 *
 * @param out  Owned, terminated by NUL; free with cti_free(). NULL on error.
 * @param len  NULL, or where the length in bytes goes.
 * @return 0 or CTI_ENOMEM.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_runtime_info(char **out, size_t *len);

CTI_END_DECLS

#endif
