# SPDX-License-Identifier: MIT
"""A terminal for tests: a program in a pseudo-terminal, and what its screen
shows, as far as the terminals of ncurses' database ask for it.
"""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
import unicodedata

WAIT = 20  # seconds that anything may take on a busy machine
SEQUENCE = re.compile(
    r"\x1b(?:\[([?>!]?)([0-9;]*)([@-~])|\][^\x07]*\x07|[()][0-9A-Z]|([78=>MDEHc]))")


def columns_of(char):
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


class Screen:
    """Cells, a cursor, and the sequences that move it. A wide character is its
    cell and an empty one behind it."""

    def __init__(self, rows, columns):
        self.unread = ""
        self.unknown = []
        self.alternate = False
        self.attributes = set()
        self.resize(rows, columns)

    def resize(self, rows, columns):
        self.rows, self.columns = rows, columns
        self.cells = [[" "] * columns for _ in range(rows)]
        self.looks = [[frozenset()] * columns for _ in range(rows)]
        self.top, self.bottom = 0, rows - 1
        self.y = self.x = 0
        self.last = " "

    def line(self, y):
        return "".join(self.cells[y]).rstrip()

    def text(self):
        return "\n".join(self.line(y) for y in range(self.rows))

    def column_of(self, text):
        """Where a text begins: its row and its column on the screen."""
        for y, cells in enumerate(self.cells):
            at = "".join(cells).find(text)
            if at >= 0:
                x = 0
                while len("".join(cells[:x])) < at:
                    x += 1
                return y, x
        return None

    def look_of(self, text):
        y, x = self.column_of(text)
        return self.looks[y][x]

    def blank(self, y, x, to):
        for i in range(x, min(to, self.columns)):
            self.cells[y][i] = " "
            self.looks[y][i] = frozenset()

    def scroll(self, top, count):
        for lines, new in ((self.cells, " "), (self.looks, frozenset())):
            for _ in range(abs(count)):
                if count > 0:
                    del lines[top]
                    lines.insert(self.bottom, [new] * self.columns)
                else:
                    del lines[self.bottom]
                    lines.insert(top, [new] * self.columns)

    def put(self, char):
        wide = columns_of(char)
        if not wide:
            return
        if self.x + wide > self.columns:
            self.x = 0
            self.feed_line()
        # Half of a wide one that is written over is gone as a whole.
        if self.cells[self.y][self.x] == "" and self.x:
            self.cells[self.y][self.x - 1] = " "
        self.cells[self.y][self.x] = char
        self.looks[self.y][self.x] = frozenset(self.attributes)
        if wide == 2:
            self.cells[self.y][self.x + 1] = ""
        behind = self.x + wide
        if behind < self.columns and self.cells[self.y][behind] == "":
            self.cells[self.y][behind] = " "
        self.x = behind
        self.last = char

    def feed_line(self):
        if self.y == self.bottom:
            self.scroll(self.top, 1)
        elif self.y < self.rows - 1:
            self.y += 1

    def control(self, char):
        if char == "\r":
            self.x = 0
        elif char == "\n":
            self.feed_line()
        elif char == "\b":
            self.x = max(0, self.x - 1)
        elif char == "\t":
            self.x = min(self.columns - 1, self.x // 8 * 8 + 8)

    def attribute(self, numbers):
        for n in numbers or [0]:
            if n == 0:
                self.attributes.clear()
            elif n == 22:
                self.attributes -= {1, 2}
            elif n in (24, 27):
                self.attributes.discard(n - 20)
            elif n in (39, 49):
                self.attributes -= set(range(n - 9, n - 1))
            else:
                self.attributes.add(n)

    def sequence(self, mark, numbers, final):
        n = numbers[0] if numbers else 0
        many = max(1, n)
        cells, looks = self.cells[self.y], self.looks[self.y]
        if mark == "?":
            if 1049 in numbers or 47 in numbers:
                self.alternate = final == "h"
        elif mark or final in "lhtcn":
            pass
        elif final in "Hf":
            self.y = min(many, self.rows) - 1
            self.x = min(max(1, numbers[1] if len(numbers) > 1 else 1),
                         self.columns) - 1
        elif final == "A":
            self.y = max(0, self.y - many)
        elif final == "B":
            self.y = min(self.rows - 1, self.y + many)
        elif final == "C":
            self.x = min(self.columns - 1, self.x + many)
        elif final == "D":
            self.x = max(0, min(self.x, self.columns - 1) - many)
        elif final == "G":
            self.x = min(many, self.columns) - 1
        elif final == "d":
            self.y = min(many, self.rows) - 1
        elif final == "J":
            if n == 0:
                self.blank(self.y, self.x, self.columns)
            for y in range(self.y + 1 if n == 0 else 0,
                           self.rows if n != 1 else self.y):
                self.blank(y, 0, self.columns)
        elif final == "K":
            self.blank(self.y, 0 if n else self.x,
                       self.x + 1 if n == 1 else self.columns)
        elif final == "X":
            self.blank(self.y, self.x, self.x + many)
        elif final == "P":
            for line, new in ((cells, " "), (looks, frozenset())):
                del line[self.x:self.x + many]
                line.extend([new] * (self.columns - len(line)))
        elif final == "@":
            for line, new in ((cells, " "), (looks, frozenset())):
                line[self.x:self.x] = [new] * many
                del line[self.columns:]
        elif final == "b":
            for _ in range(many):
                self.put(self.last)
        elif final == "L":
            self.scroll(self.y, -many)
        elif final == "M":
            self.scroll(self.y, many)
        elif final == "S":
            self.scroll(self.top, many)
        elif final == "T":
            self.scroll(self.top, -many)
        elif final == "r":
            self.top = many - 1
            self.bottom = (numbers[1] if len(numbers) > 1 else self.rows) - 1
            self.y = self.x = 0
        elif final == "m":
            self.attribute(numbers)
        else:
            self.unknown.append((mark, numbers, final))

    def feed(self, text):
        text = self.unread + text
        at = 0
        while at < len(text):
            if text[at] != "\x1b":
                if text[at] < " ":
                    self.control(text[at])
                else:
                    self.put(text[at])
                at += 1
                continue
            found = SEQUENCE.match(text, at)
            if not found:
                if len(text) - at > 64:
                    self.unknown.append(text[at:at + 16])
                    at += 1
                    continue
                break
            if found[3]:
                self.sequence(found[1], [int(n or 0) for n in
                                         found[2].split(";")] if found[2]
                              else [], found[3])
            elif found[4] == "M":
                if self.y == self.top:
                    self.scroll(self.top, -1)
                else:
                    self.y = max(0, self.y - 1)
            at = found.end()
        self.unread = text[at:]


class Terminal:
    """A program whose terminal this is."""

    def __init__(self, args, rows=30, columns=100, term="xterm", env=None,
                 cwd=None):
        self.screen = Screen(rows, columns)
        self.status = None
        self.shown = ""  # all that it wrote
        self.bytes = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                os.chdir(cwd or ".")
                # The size is there before the program looks.
                fcntl.ioctl(0, termios.TIOCSWINSZ,
                            struct.pack("HHHH", rows, columns, 0, 0))
                os.execve(args[0], args, dict(
                    {k: v for k, v in os.environ.items()
                     if k not in ("LINES", "COLUMNS", "NO_COLOR")},
                    TERM=term, LC_ALL="C.UTF-8", **(env or {})))
            finally:
                os._exit(127)

    def resize(self, rows, columns):
        self.screen.resize(rows, columns)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ,
                    struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, text):
        os.write(self.fd, text.encode())

    def kill(self, number=signal.SIGTERM):
        os.kill(self.pid, number)

    def read(self, seconds):
        """Take in what comes; False: nothing came, or nothing will."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        if not data:
            return False
        self.bytes += data
        # A character may be cut.
        for cut in range(4):
            part = self.bytes[:len(self.bytes) - cut]
            try:
                text = part.decode()
            except UnicodeDecodeError:
                continue
            self.bytes = self.bytes[len(part):]
            self.shown += text
            self.screen.feed(text)
            return True
        return True

    def wait(self, good, what=""):
        """Until the screen is as wanted, and drawn to its end."""
        end = time.monotonic() + WAIT
        while True:
            if good(self.screen):
                while self.read(0.05):
                    pass
                if good(self.screen):
                    return
            left = end - time.monotonic()
            if left <= 0 or (not self.read(min(left, 0.5)) and self.ended()):
                raise AssertionError("not seen in time: %s\n%s" %
                                     (what, self.screen.text()))

    def wait_text(self, *texts):
        self.wait(lambda s: all(t in s.text() for t in texts), texts)

    def wait_gone(self, *texts):
        self.wait(lambda s: not any(t in s.text() for t in texts), texts)

    def ended(self):
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    def end(self):
        """Its exit status; all that it wrote has been read."""
        end = time.monotonic() + WAIT
        while not self.ended() and time.monotonic() < end:
            self.read(0.1)
        while self.read(0):
            pass
        if not self.ended():
            raise AssertionError("it does not end:\n" + self.screen.text())
        return self.status

    def settings(self):
        return termios.tcgetattr(self.fd)

    def close(self):
        if not self.ended():
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.status = -9
        os.close(self.fd)
