/* SPDX-License-Identifier: MIT */
/* cti monitor --top: calls, agents and queues live, as top shows processes. */
#include "top.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

/* A burst of events is one drawing. */
#define SETTLE_MS 100
#define NOTE_MS	  10000

/* There is one terminal. */
static struct {
	struct view view;
	struct board *board;
	struct scene scene;
	uv_poll_t keys;
	uv_timer_t settle, second, note_end;
	uv_signal_t resized, hung_up, given_up;
	char summary[256], links[512], note[256], filter[64], typed[64];
	bool no_color, typing;
} top;

static void draw(void)
{
	if (!screen_is_open())
		return;
	if (!top.scene.paused) {
		board_update(top.board, top.view.client, top.filter);
		board_summary(top.board, top.summary, sizeof(top.summary));
		top.scene.links_tint = board_links(top.board, top.view.client,
						   top.links,
						   sizeof(top.links));
	}
	top.scene.prompt = top.typing ? top.typed : NULL;
	screen_draw(&top.scene);
}

static void on_timer(uv_timer_t *timer)
{
	(void)timer;
	draw();
}

static void on_note_end(uv_timer_t *timer)
{
	(void)timer;
	top.note[0] = '\0';
	draw();
}

static void quit(void)
{
	top.view.quit(top.view.host);
}

static void on_signal(uv_signal_t *handle, int number)
{
	(void)handle;
	if (number != SIGWINCH) {
		quit();
		return;
	}
	screen_resize();
	draw();
}

static void scroll_pane(long by)
{
	struct pane *pane = board_pane(top.board, top.scene.focus);
	long most = (long)pane->count - (long)screen_rows(top.scene.focus);
	long from = (long)pane->from + by;

	if (from > most)
		from = most;
	pane->from = from > 0 ? (size_t)from : 0;
}

static void set_zoom(int zoom)
{
	top.scene.zoom = zoom;
	if (zoom >= 0)
		top.scene.focus = (enum pane_kind)zoom;
}

/* One character less, however many bytes it has. */
static void erase_typed(void)
{
	size_t n = strlen(top.typed);

	while (n && (top.typed[n - 1] & 0xc0) == 0x80)
		n--;
	top.typed[n ? n - 1 : 0] = '\0';
}

static void type_key(long key)
{
	size_t n = strlen(top.typed);
	char bytes[8];
	int len;

	if (key == '\r' || key == '\n') {
		memcpy(top.filter, top.typed, sizeof(top.filter));
		top.typing = false;
	} else if (key == 27) {
		top.typing = false;
	} else if (key == KEY_ERASE) {
		erase_typed();
	} else if (key >= ' ') {
		len = wctomb(bytes, (wchar_t)key);
		if (len > 0 && n + (size_t)len < sizeof(top.typed)) {
			memcpy(top.typed + n, bytes, (size_t)len);
			top.typed[n + (size_t)len] = '\0';
		}
	}
}

static void act_on(long key)
{
	long page = (long)screen_rows(top.scene.focus);

	switch (key) {
	case 'q':
	case 'Q':
		quit();
		break;
	case 'p':
		top.scene.paused = !top.scene.paused;
		break;
	case 'f':
	case '/':
		top.typing = true;
		memcpy(top.typed, top.filter, sizeof(top.typed));
		break;
	case 's':
		board_sort(top.board, top.scene.focus);
		break;
	case '\t':
		set_zoom(top.scene.zoom < 0
				 ? -1
				 : (top.scene.zoom + 1) % PANE_COUNT);
		if (top.scene.zoom < 0)
			top.scene.focus = (top.scene.focus + 1) % PANE_COUNT;
		break;
	case '0':
	case '1':
	case '2':
	case '3':
		set_zoom((int)key - '1');
		break;
	case 'h':
	case '?':
		top.scene.help = true;
		break;
	case KEY_SCROLL_UP:
		scroll_pane(-1);
		break;
	case KEY_SCROLL_DOWN:
		scroll_pane(1);
		break;
	case KEY_PAGE_UP:
		scroll_pane(-page);
		break;
	case KEY_PAGE_DOWN:
		scroll_pane(page);
		break;
	default:
		break;
	}
}

static void on_keys(uv_poll_t *poll, int status, int events)
{
	long key;

	/* The terminal is gone. */
	if (status < 0 || events & UV_DISCONNECT) {
		uv_poll_stop(poll);
		quit();
		return;
	}
	while (screen_is_open() && (key = screen_key()) != KEY_NOTHING) {
		if (top.typing)
			type_key(key);
		else if (top.scene.help)
			top.scene.help = false;
		else
			act_on(key);
	}
	draw();
}

static void watch(uv_signal_t *handle, int number)
{
	uv_signal_init(top.view.loop, handle);
	uv_signal_start(handle, on_signal, number);
}

static int open_view(struct view *view)
{
	int err;

	(void)view;
	watch(&top.resized, SIGWINCH);
	watch(&top.hung_up, SIGHUP);
	watch(&top.given_up, SIGQUIT);
	err = screen_open(top.no_color);
	if (err)
		return err;
	uv_timer_init(top.view.loop, &top.settle);
	uv_timer_init(top.view.loop, &top.second);
	uv_timer_init(top.view.loop, &top.note_end);
	uv_timer_start(&top.second, on_timer, 0, 1000);
	uv_poll_init(top.view.loop, &top.keys, STDIN_FILENO);
	uv_poll_start(&top.keys, UV_READABLE | UV_DISCONNECT, on_keys);
	return 0;
}

static void on_event(struct view *view, const cti_event *event)
{
	(void)view;
	board_event(top.board, event);
	if (screen_is_open() && !uv_is_active((uv_handle_t *)&top.settle))
		uv_timer_start(&top.settle, on_timer, SETTLE_MS, 0);
}

static void say(struct view *view, const char *text)
{
	(void)view;
	snprintf(top.note, sizeof(top.note), "%s", text);
	if (screen_is_open())
		uv_timer_start(&top.note_end, on_note_end, NOTE_MS, 0);
}

static void close_view(struct view *view)
{
	(void)view;
	if (screen_is_open()) {
		uv_poll_stop(&top.keys);
		uv_timer_stop(&top.second);
		uv_timer_stop(&top.settle);
		uv_timer_stop(&top.note_end);
	}
	screen_close();
}

struct view *top_view(bool no_color, const char *filter)
{
	top.board = board_new();
	if (!top.board) {
		tool_failed("out of memory");
		return NULL;
	}
	top.no_color = no_color;
	top.scene.board = top.board;
	top.scene.summary = top.summary;
	top.scene.links = top.links;
	top.scene.note = top.note;
	top.scene.filter = top.filter;
	top.scene.focus = PANE_CALLS;
	top.scene.zoom = -1;
	snprintf(top.filter, sizeof(top.filter), "%s", filter ? filter : "");
	top.view.open = open_view;
	top.view.event = on_event;
	top.view.say = say;
	top.view.close = close_view;
	/* A sentence must not be written into the picture. */
	tool_before_saying(screen_close);
	return &top.view;
}

void top_free(void)
{
	screen_close();
	board_free(top.board);
	top.board = NULL;
}
