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

/** Version of the headers a program was compiled with. */
#define CTI_VERSION_MAJOR 0
#define CTI_VERSION_MINOR 1
#define CTI_VERSION_PATCH 0

CTI_BEGIN_DECLS

/**
 * Version of the library that is running, for example "0.1.0".
 *
 * @return A constant string.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API const char *cti_version(void);

CTI_END_DECLS

#endif
