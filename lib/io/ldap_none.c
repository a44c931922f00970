/* SPDX-License-Identifier: MIT */
/* Instead of ldap.c, where the library is built without libldap. */
#include "io/ldap.h"

#include <cti/error.h>

int cti__ldap_new(struct cti__ldap **out, struct cti__loop *loop,
		  const struct cti__ldap_opts *opts, cti__ldap_fn *fn,
		  void *arg)
{
	(void)loop;
	(void)opts;
	(void)fn;
	(void)arg;
	*out = NULL;
	return CTI_ENOTSUP;
}

void cti__ldap_free(struct cti__ldap *ldap)
{
	(void)ldap;
}

int cti__ldap_search(struct cti__ldap *ldap, const char *url, uint64_t tag)
{
	(void)ldap;
	(void)url;
	(void)tag;
	return CTI_ENOTSUP;
}
