/* SPDX-License-Identifier: MIT */
/* The terminal of `cti monitor --top`: the only file that knows ncurses. */
#include "top.h"

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define LINE_MAX_BYTES 1024

static SCREEN *terminal;
static bool is_open, colors, ascii;
static size_t visible[PANE_COUNT];

static const char *const pane_names[] = { "queues", "calls", "agents" };

/* Letters beyond ASCII need a locale that has them. */
static void choose_locale(void)
{
	setlocale(LC_CTYPE, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
	ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
}

static void choose_colors(bool never)
{
	const char *no_color = getenv("NO_COLOR");

	colors = !never && !(no_color && *no_color) && has_colors() &&
		 start_color() == OK && use_default_colors() == OK;
	if (!colors)
		return;
	init_pair(TINT_GOOD, COLOR_GREEN, -1);
	init_pair(TINT_RING, COLOR_YELLOW, -1);
	init_pair(TINT_WAIT, COLOR_YELLOW, -1);
	init_pair(TINT_HOLD, COLOR_CYAN, -1);
	init_pair(TINT_LATE, COLOR_RED, -1);
}

int screen_open(bool no_color)
{
	const char *term = getenv("TERM");

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return tool_failed("--top needs a terminal; without --top the "
				   "events are printed line by line");
	choose_locale();
	terminal = term && *term ? newterm(NULL, stdout, stdin) : NULL;
	if (!terminal)
		return tool_failed("--top cannot use the terminal \"%s\"; set "
				   "TERM to what it is, such as xterm",
				   term ? term : "");
	is_open = true;
	set_term(terminal);
	choose_colors(no_color);
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	/* A lone Escape is a key: nobody waits a second for what follows. */
	set_escdelay(50);
	curs_set(0);
	return 0;
}

void screen_close(void)
{
	if (!is_open)
		return;
	is_open = false;
	curs_set(1);
	endwin();
	delscreen(terminal);
	terminal = NULL;
}

bool screen_is_open(void)
{
	return is_open;
}

void screen_resize(void)
{
	struct winsize size;

	if (!is_open || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size))
		return;
	if (size.ws_row && size.ws_col)
		resizeterm(size.ws_row, size.ws_col);
	clearok(stdscr, TRUE);
}

/* --- drawing --- */

static attr_t look_of(enum tint tint)
{
	static const attr_t plain[] = {
		[TINT_NONE] = A_NORMAL,
		[TINT_DIM] = A_DIM,
		[TINT_GOOD] = A_NORMAL,
		[TINT_RING] = A_BOLD,
		[TINT_WAIT] = A_BOLD,
		[TINT_HOLD] = A_UNDERLINE,
		[TINT_LATE] = A_BOLD | A_REVERSE,
	};

	if (!colors || tint == TINT_NONE || tint == TINT_DIM)
		return plain[tint];
	return (attr_t)COLOR_PAIR(tint) | (tint == TINT_LATE ? A_BOLD : 0);
}

/* A text of at most that many columns, from there on. */
static void put_text(int y, int x, const char *text, int width, bool right)
{
	char line[LINE_MAX_BYTES];
	int used;

	if (width <= 0 || x < 0 || x >= COLS || y < 0 || y >= LINES)
		return;
	if (x + width > COLS)
		width = COLS - x;
	used = (int)text_fit(line, sizeof(line), text, (size_t)width, ascii);
	mvaddstr(y, right ? x + width - used : x, line);
}

static void put_bar(int y, attr_t look)
{
	attrset(look);
	mvhline(y, 0, ' ' | look, COLS);
}

/* Which columns there is room for, and how wide each is; 0: left out. */
static void fit_columns(const struct pane *pane, int *width)
{
	size_t i, worst, growing = 0;
	int need, spare;

	for (i = 0; i < pane->column_count; i++)
		width[i] = pane->columns[i].width;
	for (;;) {
		need = -1;
		worst = 0;
		for (i = 0; i < pane->column_count; i++) {
			if (!width[i])
				continue;
			need += width[i] + 1;
			if (!width[worst] ||
			    pane->columns[i].optional >=
				    pane->columns[worst].optional)
				worst = i;
		}
		if (need <= COLS || !pane->columns[worst].optional)
			break;
		width[worst] = 0;
	}
	for (i = 0; i < pane->column_count; i++)
		growing += width[i] && pane->columns[i].grows;
	spare = COLS - need;
	for (i = 0; i < pane->column_count && spare > 0; i++)
		if (width[i] && pane->columns[i].grows) {
			int more = spare / (int)growing--;

			/* So wide that it can still be read across. */
			more = more > 24 ? 24 : more;
			width[i] += more;
			spare -= more;
		}
}

static void draw_titles(const struct pane *pane, int y, const int *width,
			bool focus)
{
	size_t i;
	int x = 0;

	put_bar(y, A_REVERSE | (focus ? A_BOLD : 0));
	for (i = 0; i < pane->column_count; i++) {
		if (!width[i])
			continue;
		attrset(A_REVERSE | (focus ? A_BOLD : 0) |
			(i == pane->sort ? A_UNDERLINE : 0));
		put_text(y, x, pane->columns[i].title, width[i],
			 pane->columns[i].right);
		x += width[i] + 1;
	}
}

static void draw_row(const struct pane *pane, const struct row *row, int y,
		     const int *width)
{
	size_t i;
	int x = 0;

	attrset(look_of(row->tint));
	for (i = 0; i < pane->column_count; i++) {
		if (!width[i])
			continue;
		put_text(y, x, row->cell[i], width[i], pane->columns[i].right);
		x += width[i] + 1;
	}
}

static void draw_pane(struct board *board, enum pane_kind kind, int y,
		      int height, bool focus)
{
	struct pane *pane = board_pane(board, kind);
	int width[CELLS_MAX];
	size_t rows = (size_t)height - 1, i;
	char more[64];

	visible[kind] = rows;
	fit_columns(pane, width);
	draw_titles(pane, y, width, focus);
	if (pane->from + rows > pane->count)
		pane->from = pane->count > rows ? pane->count - rows : 0;
	for (i = 0; i < rows && pane->from + i < pane->count; i++)
		draw_row(pane, &pane->rows[pane->from + i], y + 1 + (int)i,
			 width);
	attrset(A_DIM);
	if (!pane->count)
		snprintf(more, sizeof(more), "no %s", pane_names[kind]);
	else if (pane->count > rows)
		snprintf(more, sizeof(more), " %zu to %zu of %zu %s ",
			 pane->from + 1, pane->from + rows, pane->count,
			 pane_names[kind]);
	else
		return;
	put_text(y + height - 1, pane->count ? COLS - (int)strlen(more) : 0,
		 more, COLS, false);
}

/* The room for each pane; one that gets less than two lines gets none. */
static void share(const struct scene *scene, int room, int *height)
{
	int want[PANE_COUNT], left = room, i;

	for (i = 0; i < PANE_COUNT; i++) {
		want[i] =
			1 +
			(int)board_pane(scene->board, (enum pane_kind)i)->count;
		if (want[i] < 2)
			want[i] = 2;
		height[i] = 0;
	}
	if (scene->zoom >= 0) {
		height[scene->zoom] = room;
		return;
	}
	if (room < 2 * PANE_COUNT) {
		height[scene->focus] = room;
		return;
	}
	height[PANE_QUEUES] = want[PANE_QUEUES] < room / 3 ? want[PANE_QUEUES]
							   : room / 3;
	left -= height[PANE_QUEUES];
	height[PANE_AGENTS] = want[PANE_AGENTS];
	if (want[PANE_CALLS] + want[PANE_AGENTS] > left &&
	    height[PANE_AGENTS] > left / 2)
		height[PANE_AGENTS] = want[PANE_CALLS] < left / 2
					      ? left - want[PANE_CALLS]
					      : left / 2;
	height[PANE_CALLS] = left - height[PANE_AGENTS];
}

static void draw_help(void)
{
	static const char *const text[] = {
		"q       quit",
		"p       pause: the picture stands still",
		"f       only rows that have a text; empty: all",
		"Tab     go to the next table",
		"s       sort it by the next column",
		"arrows  scroll it; also by pages",
		"1 2 3   queues, calls or agents alone; 0: all",
		"Ctrl-L  draw everything anew",
		"h       this; any key closes it",
	};
	const int count = (int)(sizeof(text) / sizeof(text[0]));
	int i, y = (LINES - count) / 2;

	if (y < 0)
		y = 0;
	for (i = 0; i < count && y + i < LINES; i++) {
		put_bar(y + i, A_REVERSE);
		put_text(y + i, 2, text[i], COLS - 2, false);
	}
}

static void draw_foot(const struct scene *scene)
{
	char text[256];

	attrset(A_NORMAL);
	if (scene->prompt)
		snprintf(text, sizeof(text), "filter: %s_", scene->prompt);
	else if (*scene->note)
		snprintf(text, sizeof(text), "%s", scene->note);
	else
		snprintf(text, sizeof(text),
			 "q quit  p pause  f filter  "
			 "s sort  Tab next  h help");
	attrset(scene->prompt || *scene->note ? A_BOLD : A_DIM);
	put_text(LINES - 1, 0, text, COLS, false);
}

static void draw_head(const struct scene *scene, int lines)
{
	char text[512];

	snprintf(text, sizeof(text), "%s%s%s%s",
		 scene->paused ? "PAUSED  " : "", scene->summary,
		 *scene->filter ? "  only " : "", scene->filter);
	attrset(A_BOLD);
	put_text(0, 0, text, COLS, false);
	attrset(look_of(scene->links_tint));
	if (lines > 1)
		put_text(1, 0, scene->links, COLS, false);
}

void screen_draw(const struct scene *scene)
{
	int height[PANE_COUNT], head = LINES >= 12 ? 2 : 1, y = head, i;
	int foot = LINES >= 6 || scene->prompt || *scene->note;

	if (!is_open)
		return;
	erase();
	draw_head(scene, head);
	share(scene, LINES - head - foot, height);
	for (i = 0; i < PANE_COUNT; i++) {
		visible[i] = 0;
		if (height[i] < 2)
			continue;
		draw_pane(scene->board, (enum pane_kind)i, y, height[i],
			  scene->focus == (enum pane_kind)i);
		y += height[i];
	}
	if (foot)
		draw_foot(scene);
	if (scene->help)
		draw_help();
	attrset(A_NORMAL);
	refresh();
}

size_t screen_rows(enum pane_kind kind)
{
	return visible[kind];
}

long screen_key(void)
{
	wint_t key;
	int got = get_wch(&key);

	if (got == ERR)
		return KEY_NOTHING;
	if (got == OK) {
		if (key == 12)
			clearok(stdscr, TRUE);
		return key == 127 || key == 8 ? KEY_ERASE : (long)key;
	}
	switch (key) {
	case KEY_UP:
		return KEY_SCROLL_UP;
	case KEY_DOWN:
		return KEY_SCROLL_DOWN;
	case KEY_PPAGE:
		return KEY_PAGE_UP;
	case KEY_NPAGE:
		return KEY_PAGE_DOWN;
	case KEY_BACKSPACE:
		return KEY_ERASE;
	case KEY_ENTER:
		return '\n';
	default:
		return KEY_OTHER;
	}
}
