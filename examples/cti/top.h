/* SPDX-License-Identifier: MIT */
/* What the files of `cti monitor --top` share. */
#ifndef CTI_TOOL_TOP_H
#define CTI_TOOL_TOP_H

#include "tool.h"

#define CELLS_MAX 8
#define CELL_SIZE 96

/* How a row looks; without colours by weight. */
enum tint {
	TINT_NONE,
	TINT_DIM,
	TINT_GOOD, /* somebody talks, or is ready to */
	TINT_RING,
	TINT_WAIT,
	TINT_HOLD,
	TINT_LATE /* waits too long */
};

struct column {
	const char *title;
	int width;    /* at least */
	int optional; /* the higher, the sooner left out; 0: never */
	bool right, grows;
};

struct row {
	char cell[CELLS_MAX][CELL_SIZE];
	int64_t number[CELLS_MAX]; /* to sort by, where a cell is one */
	enum tint tint;
};

enum pane_kind { PANE_QUEUES, PANE_CALLS, PANE_AGENTS, PANE_COUNT };

struct pane {
	const struct column *columns;
	size_t column_count;
	struct row *rows;
	size_t count, room;
	size_t sort; /* column */
	size_t from; /* first row that is shown */
};

/* board.c: what is to be shown; knows no terminal. */

struct board;

struct board *board_new(void);
void board_free(struct board *board);
/* Counts, and remembers who calls. */
void board_event(struct board *board, const cti_event *event);
/* Take a picture of the client. Rows without the filter's text are left out. */
void board_update(struct board *board, cti_client *client, const char *filter);
struct pane *board_pane(struct board *board, enum pane_kind kind);
/* Sort by another column. */
void board_sort(struct board *board, enum pane_kind kind);
/* The first line: how many of what. */
void board_summary(const struct board *board, char *text, size_t size);
/* The links and their states, " up pbx1 "; how the worst looks. */
enum tint board_links(const struct board *board, cti_client *client, char *text,
		      size_t size);

/* screen.c: the only file that knows ncurses. */

struct scene {
	struct board *board;
	const char *summary, *links, *note;
	enum tint links_tint;
	const char *filter, *prompt; /* prompt: what is being typed, or NULL */
	bool paused, help;
	enum pane_kind focus;
	int zoom; /* a pane alone; -1: all */
};

/* 0, or TOOL_FAILED after a sentence. */
int screen_open(bool no_color);
void screen_close(void);
bool screen_is_open(void);
void screen_resize(void);
void screen_draw(const struct scene *scene);
/* Rows that the pane shows at the moment. */
size_t screen_rows(enum pane_kind kind);

enum key {
	KEY_NOTHING = -1,
	KEY_SCROLL_UP = -2,
	KEY_SCROLL_DOWN = -3,
	KEY_PAGE_UP = -4,
	KEY_PAGE_DOWN = -5,
	KEY_ERASE = -6,
	KEY_OTHER = -7
};

/* The next key: a character, or an enum key; KEY_NOTHING: none waits. */
long screen_key(void);

#endif
