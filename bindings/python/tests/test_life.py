# SPDX-License-Identifier: MIT
"""Closed by another, twice, under way, collected; used after; for long."""
import asyncio
import gc
import os
import signal
import subprocess
import sys
import threading
import unittest
import warnings
import weakref

import cti
from stage import (PATIENCE, drain, open_client, ring, switch, until)


# What libuv opens once for a process is none that is left.
with open_client():
    pass


def descriptors():
    return sorted(os.listdir("/proc/self/fd"))


class Closing(unittest.TestCase):
    def test_twice_is_once(self):
        client = open_client()
        client.close()
        client.close()
        self.assertTrue(client.closed)

    def test_everything_says_so_afterwards(self):
        client = open_client()
        link = switch(client)
        client.close()
        for use in (client.poll, client.snapshot, client.__enter__,
                    client.possible, lambda: iter(client),
                    lambda: client.__aiter__(),
                    lambda: client.set("a", "b"), lambda: client.get("a"),
                    lambda: client.add_link("sim:"),
                    lambda: client.request("dial", device="1", to="2"),
                    lambda: client.identify("1"), lambda: client.link("a"),
                    lambda: client.add_source("a", print),
                    lambda: client.route(print), lambda: client.dropped,
                    lambda: client.forget(), lambda: client.cancel(1),
                    lambda: link.state, lambda: link.sim("end"),
                    link.remove):
            with self.assertRaisesRegex(cti.ClosedError, "closed"):
                use()

    def test_another_thread_that_polls_gets_an_exception(self):
        client = open_client()
        raised = []
        begun = threading.Event()

        def poll():
            begun.set()
            try:
                while True:
                    client.poll()
            except cti.ClosedError as problem:
                raised.append(problem)
        thread = threading.Thread(target=poll)
        thread.start()
        begun.wait(PATIENCE)
        client.close()
        thread.join(PATIENCE)
        self.assertFalse(thread.is_alive())
        self.assertEqual(len(raised), 1)

    def test_the_iteration_of_other_threads_ends(self):
        client = open_client()
        threads = [threading.Thread(target=lambda: [None for _ in client])
                   for _ in range(4)]
        for thread in threads:
            thread.start()
        switch(client)
        client.close()
        for thread in threads:
            thread.join(PATIENCE)
            self.assertFalse(thread.is_alive())

    def test_from_many_threads_at_once_while_others_poll(self):
        for _ in range(50):
            client = open_client()
            switch(client)

            def poll():
                try:
                    while True:
                        client.poll(0.01)
                except cti.ClosedError:
                    pass
            threads = [threading.Thread(target=fn) for fn in
                       (poll, poll, client.close, client.close)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(PATIENCE)
                self.assertFalse(thread.is_alive())

    def test_ends_what_is_under_way(self):
        client = open_client()
        client.add_source("app", lambda lookup: cti.LATER)
        switch(client)
        until(client, lambda e: e.state == "up")
        pending = client.identify("13800138000")
        dial = client.request("dial", device="1001", to="1002")
        client.close()
        for one in (pending, dial):
            self.assertTrue(one.done())
            self.assertIsInstance(one.exception(),
                                  (cti.ECANCELED, type(None)))

    def test_an_unfinished_request_does_not_keep_a_client(self):
        client = open_client()
        switch(client)
        until(client, lambda e: e.state == "up")
        pending = client.identify("13800138000")
        gone = weakref.ref(client)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            del client, pending
            gc.collect()
        self.assertIsNone(gone())

    def test_one_that_is_forgotten_is_told_of(self):
        before = descriptors()
        with self.assertWarnsRegex(ResourceWarning, "not closed"):
            client = open_client()
            switch(client)
            del client
            gc.collect()
        self.assertEqual(descriptors(), before)

    def test_a_client_that_cannot_begin_leaves_nothing(self):
        before = descriptors()
        with self.assertRaises(cti.EKEY):
            cti.Client(settings={"no.such.key": "1"})
        with self.assertRaises(cti.EIO):
            cti.Client("/no/such/file.json")
        self.assertEqual(descriptors(), before)


class Waiting(unittest.TestCase):
    def test_poll_returns_none_when_the_time_is_over(self):
        with open_client() as client:
            self.assertIsNone(client.poll(0))
            self.assertIsNone(client.poll(0.01))
            self.assertIsNone(client.poll(-1))

    def test_a_result_says_when_it_takes_too_long(self):
        with open_client() as client:
            client.add_source("app", lambda lookup: cti.LATER)
            client.set("identify.deadline_ms", "10000")
            with self.assertRaisesRegex(cti.ETIMEDOUT, "wait longer"):
                client.identify("13800138000").result(0.01)

    def test_ctrl_c_ends_the_wait(self):
        # What a shell starts in the background ignores it.
        program = ("import cti, signal\n"
                   "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
                   "with cti.Client() as c:\n"
                   "  print('go', flush=True)\n  c.poll()\n")
        with subprocess.Popen([sys.executable, "-c", program],
                              stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as child:
            self.assertEqual(child.stdout.readline(), b"go\n")
            child.send_signal(signal.SIGINT)
            try:
                _, said = child.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
                raise
        self.assertIn(b"KeyboardInterrupt", said)

    def test_a_program_that_forgets_to_close_ends(self):
        program = ("import cti, threading\nc = cti.Client()\n"
                   "c.add_link('sim:')\n"
                   "threading.Thread(target=c.poll, daemon=True).start()\n")
        run = subprocess.run([sys.executable, "-c", program], timeout=PATIENCE)
        self.assertEqual(run.returncode, 0)


class Async(unittest.TestCase):
    def test_events_come_by_async_for(self):
        async def main():
            seen = []
            async with open_client() as client:
                ring(switch(client))
                async for event in client:
                    seen.append(event.event)
                    if event.pop:
                        break
            return seen
        self.assertEqual(asyncio.run(main())[-1], "pop")

    def test_requests_are_awaited_beside_events(self):
        async def main():
            async with open_client() as client:
                link = switch(client)

                async def watch():
                    async for event in client:
                        if event.event == "ring":
                            return event
                watching = asyncio.create_task(watch())
                while True:
                    try:
                        dial = client.request("dial", device="1001",
                                              to="1002")
                        break
                    except cti.ELINKDOWN:
                        await asyncio.sleep(0.01)
                result = await dial
                link.advance(3000)
                event = await asyncio.wait_for(watching, PATIENCE)
                self.assertEqual((event.call, event.device),
                                 (result.call, "1001"))
        asyncio.run(main())

    def test_async_lookups_run_on_the_loop_that_fetches(self):
        async def main():
            threads = []

            async def who(lookup):
                threads.append(threading.get_ident())
                await asyncio.sleep(0)
                return {"id": "1", "name": "One"}
            async with open_client() as client:
                client.add_source("app", who)
                ring(switch(client))
                async for event in client:
                    if event.pop and event.pop.customer:
                        break
            self.assertEqual(threads, [threading.get_ident()])
        asyncio.run(main())

    def test_closing_ends_the_iteration(self):
        async def main(close):
            client = open_client()

            async def watch():
                return [event async for event in client]
            watching = asyncio.create_task(watch())
            await asyncio.sleep(0)
            await close(client)
            await asyncio.wait_for(watching, PATIENCE)
            with self.assertRaises(cti.ClosedError):
                async for _ in client:
                    pass

        async def here(client):
            client.close()

        async def elsewhere(client):
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, client.close)
        for close in (here, elsewhere):
            asyncio.run(main(close))

    def test_a_canceled_wait_leaves_no_reader(self):
        async def main():
            async with open_client() as client:
                for _ in range(3):
                    with self.assertRaises(asyncio.TimeoutError):
                        await asyncio.wait_for(client.__aiter__().__anext__(),
                                               0.01)
                self.assertEqual(client._readers, {})
        asyncio.run(main())


class Long(unittest.TestCase):
    def test_a_million_events_leave_nothing(self):
        """In a process of its own, since memory is what it measures."""
        here = os.path.dirname(os.path.abspath(__file__))
        env = dict(os.environ, PYTHONMALLOC="malloc", PYTHONDEVMODE="")
        run = subprocess.run(
            [sys.executable, os.path.join(here, "million.py"),
             os.environ.get("CTI_EVENTS", "1000000")],
            env=env, stdout=subprocess.PIPE, encoding="utf-8", timeout=300)
        print(run.stdout.strip())
        self.assertEqual(run.returncode, 0, run.stdout)

    def test_clients_that_are_closed_under_way_leave_nothing(self):
        here = os.path.dirname(os.path.abspath(__file__))
        run = subprocess.run(
            [sys.executable, os.path.join(here, "churn.py"), "300"],
            env=dict(os.environ, PYTHONMALLOC="malloc", PYTHONDEVMODE=""),
            stdout=subprocess.PIPE, encoding="utf-8", timeout=300)
        self.assertEqual(run.returncode, 0, run.stdout)

    def test_a_hundred_clients_leave_nothing(self):
        before = descriptors()
        threads = threading.active_count()
        for _ in range(100):
            with open_client() as client:
                switch(client)
                drain(client)
        self.assertEqual(descriptors(), before)
        self.assertEqual(threading.active_count(), threads)


if __name__ == "__main__":
    unittest.main()
