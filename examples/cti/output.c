/* SPDX-License-Identifier: MIT */
/* Text into a file at one stroke, as it is or as gnuplot draws it. */
#include "tool.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* A pipe, a terminal or another device is written to; it must not be replaced. */
static bool is_device(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

static int open_device(const char *path)
{
	int fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);

	if (fd < 0)
		tool_failed("%s: cannot be written: %s", path, tool_os_error());
	return fd;
}

/* Beside the file, so that it can take its place; no temp: a device itself. -1,
   and a sentence. */
static int open_beside(const char *path, char **temp)
{
	size_t size = strlen(path) + sizeof(".XXXXXX");
	mode_t mask = umask(0);
	int fd;

	umask(mask);
	*temp = NULL;
	if (is_device(path))
		return open_device(path);
	*temp = malloc(size);
	if (!*temp) {
		tool_failed("out of memory");
		return -1;
	}
	snprintf(*temp, size, "%s.XXXXXX", path);
	fd = mkstemp(*temp);
	if (fd < 0) {
		tool_failed("%s: cannot be written: %s", path, tool_os_error());
		free(*temp);
		*temp = NULL;
		return -1;
	}
	(void)fchmod(fd, 0666 & ~mask);
	return fd;
}

/* Whoever reads the file sees the old one or the new one, never a part. */
static int put_in_place(int fd, char *temp, const char *path, int status)
{
	if (!status && fsync(fd) && errno != EINVAL)
		status = tool_failed("%s: cannot be written: %s", path,
				     tool_os_error());
	if (close(fd) && !status)
		status = tool_failed("%s: cannot be written: %s", path,
				     tool_os_error());
	if (!status && temp && rename(temp, path))
		status = tool_failed("%s: cannot be written: %s", path,
				     tool_os_error());
	if (status && temp)
		unlink(temp);
	free(temp);
	return status;
}

static bool write_all(int fd, const char *text, size_t n)
{
	ssize_t done;

	for (; n; text += done, n -= (size_t)done) {
		done = write(fd, text, n);
		if (done < 0 && errno == EINTR)
			done = 0;
		else if (done < 0)
			return false;
	}
	return true;
}

int output_file(const char *path, const char *text)
{
	char *temp;
	int status = TOOL_OK, fd = open_beside(path, &temp);

	if (fd < 0)
		return TOOL_FAILED;
	if (!write_all(fd, text, strlen(text)))
		status = tool_failed("%s: cannot be written: %s", path,
				     tool_os_error());
	return put_in_place(fd, temp, path, status);
}

/* gnuplot with its input from a pipe and its output to fd; 0, or an errno. */
static int start(pid_t *pid, int *to, int fd)
{
	char *const argv[] = { (char[]){ "gnuplot" }, NULL };
	posix_spawn_file_actions_t actions;
	int ends[2], err;

	if (pipe(ends))
		return errno;
	(void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	err = posix_spawn_file_actions_init(&actions);
	if (!err)
		err = posix_spawn_file_actions_adddup2(&actions, ends[0], 0);
	if (!err)
		err = posix_spawn_file_actions_adddup2(&actions, fd, 1);
	if (!err)
		err = posix_spawnp(pid, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[0]);
	if (err)
		close(ends[1]);
	else
		*to = ends[1];
	return err;
}

static int finish(pid_t pid, bool written)
{
	int how = 0;

	while (waitpid(pid, &how, 0) < 0 && errno == EINTR)
		;
	if (written && WIFEXITED(how) && WEXITSTATUS(how) == 0)
		return TOOL_OK;
	return tool_failed("gnuplot could not draw the plot: see what it said "
			   "above");
}

static int draw(int fd, const char *terminal, const char *script)
{
	bool written;
	pid_t pid;
	int to = -1, err = start(&pid, &to, fd);

	if (err == ENOENT)
		return tool_failed("gnuplot, which draws plots, is not "
				   "installed: install the package "
				   "gnuplot-nox");
	if (err)
		return tool_failed("gnuplot cannot be run: %s", strerror(err));
	signal(SIGPIPE, SIG_IGN);
	written = write_all(to, terminal, strlen(terminal)) &&
		  write_all(to, script, strlen(script));
	close(to);
	return finish(pid, written);
}

int output_plot(const char *path, const char *terminal, const char *script)
{
	char *temp;
	int fd;

	if (!path) {
		fflush(stdout);
		return draw(STDOUT_FILENO, terminal, script);
	}
	fd = open_beside(path, &temp);
	if (fd < 0)
		return TOOL_FAILED;
	return put_in_place(fd, temp, path, draw(fd, terminal, script));
}
