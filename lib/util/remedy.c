/* SPDX-License-Identifier: MIT */
/* What somebody can do about an error of the system with a file. */
#include "util/remedy.h"

#include <errno.h>

const char *cti__os_remedy(int os_err)
{
	switch (os_err) {
	case ENOENT:
	case ENOTDIR:
		return "check that the path is right";
	case EACCES:
	case EPERM:
		return "check whether this user may";
	case EISDIR:
		return "name a file, not a folder";
	case ENOSPC:
	case EDQUOT:
		return "make room on the disk";
	case EROFS:
		return "choose a folder that can be written to";
	case EMFILE:
	case ENFILE:
		return "raise the limit of open files";
	default:
		return "check the disk and the path";
	}
}
