"""asyncio without sockets: the loop waits for timers, other threads and the ends of host calls. asyncio takes a second to
import, so this is done for the first cell that needs it."""

_session_loop = None


def install_event_loop():
    global _session_loop
    if _session_loop is not None:
        return
    import asyncio

    class Selector:
        """What the loop waits on."""

        def __init__(self, loop):
            self._loop = loop

        def select(self, timeout=None):
            self._loop.await_event(timeout)
            return []

        def close(self):
            pass

    class Loop(asyncio.BaseEventLoop):
        """An event loop for timers, threads and host calls."""

        def __init__(self):
            super().__init__()
            self.host_calls, self._ended = {}, []
            self._turn, self._woken = None, False
            self._selector = Selector(self)

        def _process_events(self, events):
            pass

        def await_event(self, timeout):
            if timeout is not None and timeout <= 0:
                glance()
            elif not (self._ended or self._woken):
                self._turn = _running
                try:
                    wait(None if timeout is None else int(timeout * 1e9))
                finally:
                    self._turn = None
            self._woken = False
            while self._ended:
                future = self.host_calls.pop(self._ended.pop(0), None)
                if future is not None and not future.done():
                    future.set_result(None)

        def host_call_ended(self, number):
            self._ended.append(number)
            self._wake()

        def _write_to_self(self):
            self._woken = True
            self._wake()

        def _wake(self):
            if self._turn is not None:
                wake(self._turn)

    class Policy(asyncio.DefaultEventLoopPolicy):
        _loop_factory = Loop

    asyncio.set_event_loop_policy(Policy())
    _session_loop = Loop()
    asyncio.set_event_loop(_session_loop)


def run_coroutine(coroutine):
    return _session_loop.run_until_complete(coroutine)
