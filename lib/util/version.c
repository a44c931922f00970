/* SPDX-License-Identifier: MIT */
/* The versions of the library that is running. */
#include <cti/api.h>

#define TEXT(x)	  #x
#define NUMBER(x) TEXT(x)

const char *cti_version(void)
{
	return NUMBER(CTI_VERSION_MAJOR) "." NUMBER(
		CTI_VERSION_MINOR) "." NUMBER(CTI_VERSION_PATCH);
}

uint32_t cti_abi_version(void)
{
	return CTI_ABI_VERSION;
}
