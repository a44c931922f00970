/* SPDX-License-Identifier: MIT */
/* What somebody can do about an error of the system with a file. */
#include "util/remedy.h"
#include "util/say.h"

#include <errno.h>

const char *cti__os_remedy(int os_err)
{
	switch (os_err) {
	case ENOENT:
	case ENOTDIR:
		return cti__say("check that the path is right");
	case EACCES:
	case EPERM:
		return cti__say("check whether this user may");
	case EISDIR:
		return cti__say("name a file, not a folder");
	case ENOSPC:
	case EDQUOT:
		return cti__say("make room on the disk");
	case EROFS:
		return cti__say("choose a folder that can be written to");
	case EMFILE:
	case ENFILE:
		return cti__say("raise the limit of open files");
	default:
		return cti__say("check the disk and the path");
	}
}
