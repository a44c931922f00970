/* SPDX-License-Identifier: MIT */
/**
 * @file cti/config.h
 * Configuration by strings and by one JSON file. In the file, objects stand for
 * the dots: {"identify": {"deadline_ms": 150}} is "identify.deadline_ms".
 * Unknown keys are errors that name the nearest known one.
 */
#ifndef CTI_CONFIG_H
#define CTI_CONFIG_H

#include <cti/client.h>

/** One key that can be set. */
typedef struct cti_key_info {
	const char *name;	   /**< "identify.deadline_ms" */
	const char *type;	   /**< "string", "int", "bool", "list", "file" */
	const char *default_value; /**< as a string; "" for none */
	const char *doc;	   /**< for people, see cti_key_at() */
	bool secret;		   /**< never shown in logs or errors */
} cti_key_info;

CTI_BEGIN_DECLS

/**
 * Set one key.
 *
 * @param key    For example "devices.extensions".
 * @param value  As a string; a list is separated by commas. Copied.
 * @return 0, CTI_EKEY, CTI_EVALUE or CTI_ENOMEM; cti_client_detail() has the
 *         sentence.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_set(cti_client *client, const char *key,
				  const char *value);

/**
 * The present value of a key.
 *
 * @param out  Owned; free with cti_free(). A secret comes back as "***".
 * @return 0, CTI_EKEY or CTI_ENOMEM.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_get(cti_client *client, const char *key,
				  char **out);

/**
 * Read a JSON file of keys, links and sources. Nothing of it takes effect if
 * anything in it is wrong. Paths in it are relative to the file's folder.
 *
 * @return 0, CTI_EIO, CTI_EFORMAT, CTI_EKEY, CTI_EVALUE or CTI_ENOMEM;
 *         cti_client_detail() names the file, the place and the remedy.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_load(cti_client *client, const char *path);

/**
 * The last failure of cti_set(), cti_load(), cti_link_add() and the source
 * functions on this client, as one sentence that names the thing and the
 * remedy.
 *
 * @return Borrowed until the next such call; "" if none failed.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API const char *cti_client_detail(cti_client *client);

/**
 * The list of keys. What they mean is told in the language that the process had
 * for cti_strerror() at the first call; their names, types and defaults are the
 * same in all.
 *
 * @param index  Counts from 0.
 * @return A constant row, or NULL behind the last.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API const cti_key_info *cti_key_at(size_t index);

CTI_END_DECLS

#endif
