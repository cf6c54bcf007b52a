"""asyncio without sockets: the loop sleeps in the host, which wakes it when a host call ends. asyncio takes a second to
import, so this is done for the first cell that needs it."""

_session_loop = None
_loops = 0


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
            ended = _host["wait"](self._loop.number, -1.0 if timeout is None else float(timeout))
            while ended:
                future = self._loop.host_calls.pop(ended, None)
                if future is not None and not future.done():
                    future.set_result(None)
                ended = _host["wait"](self._loop.number, 0.0)
            return []

        def close(self):
            pass

    class Loop(asyncio.BaseEventLoop):
        """An event loop for timers, threads and host calls."""

        def __init__(self):
            global _loops
            super().__init__()
            _loops += 1
            self.number = _loops
            self.host_calls = {}
            self._selector = Selector(self)

        def _process_events(self, events):
            pass

        def _write_to_self(self):
            _host["wake"](self.number)

    class Policy(asyncio.DefaultEventLoopPolicy):
        _loop_factory = Loop

    asyncio.set_event_loop_policy(Policy())
    _session_loop = Loop()
    asyncio.set_event_loop(_session_loop)


def run_coroutine(coroutine):
    return _session_loop.run_until_complete(coroutine)
