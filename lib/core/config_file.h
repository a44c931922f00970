/* SPDX-License-Identifier: MIT */
/* One JSON file of keys, links and sources. */
#ifndef CTI__CORE_CONFIG_FILE_H
#define CTI__CORE_CONFIG_FILE_H

#include "core/config.h"

/* A link of the file, without the keys that went into the configuration. */
struct cti__file_link {
	char *name, *url, *user, *secret, *record, *switch_name; /* or NULL */
};

enum cti__file_source_type { CTI__FILE_CSV, CTI__FILE_SQLITE, CTI__FILE_HTTP };

struct cti__file_source {
	enum cti__file_source_type type;
	char *name, *path; /* or NULL */
	char *preset;
	char **settings; /* names and values in turn, ended by NULL */
	size_t count;	 /* of both together */
};

struct cti__config_file {
	struct cti__config config; /* what it would be with the file */
	struct cti__file_link *link;
	size_t links;
	struct cti__file_source *source;
	size_t sources;
};

/*
 * Read a file on top of a configuration, changing nothing yet. 0, CTI_EIO,
 * CTI_EFORMAT, CTI_EKEY, CTI_EVALUE (a sentence in why) or CTI_ENOMEM.
 */
int cti__config_file_read(struct cti__config_file *file, const char *path,
			  const struct cti__config *base, struct cti__buf *why);
/* Also accepts all zero. */
void cti__config_file_fini(struct cti__config_file *file);

#endif
