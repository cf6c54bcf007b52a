"""Threads take turns: one runs until it waits for something, then the next one that can. Only when none can, the host is
asked which of its calls ended next. So what a session's threads do depends on nothing but the order in which its calls
ended, and a session that is run again goes the same way again."""

import _thread

_allocate_lock, _start_thread, _count_threads = _thread.allocate_lock, _thread.start_new_thread, _thread._count

# One glance of so many is a look at what else there is to do, and takes so long.
_GLANCES, _GLANCE_NANOS = 20, 1_000_000

# What a wait shorter than that takes on the clock when nobody has to be asked.
_SHORT_NANOS = 50_000


class _Turn:
    """A thread, and where it waits for its turn."""

    def __init__(self):
        self.park = _allocate_lock()
        self.park.acquire()
        self.waiting = self.woken = False
        self.waits = 0
        self.sentinels = []


_running = _Turn()
_ready = []
_calls = {}
_timers = []
_alarms = {}
_threads = _glances = _orders = 0
_max_threads = None
_aside = False


def limit_threads(limit):
    global _max_threads
    _thread.stack_size(16 << 20)
    _thread.stack_size = lambda size=0: 0
    _max_threads = limit


def wait(timeout_nanos=None):
    """Waits until `wake`, or for so long; tells whether it was woken."""
    global _orders
    if _aside:
        raise RuntimeError("nothing can be waited for while variables are shown")
    turn = _running
    turn.waiting, turn.woken = True, False
    turn.waits += 1
    if timeout_nanos is not None:
        _orders += 1
        _timers.append((moment() + timeout_nanos, _orders, turn, turn.waits))
        _timers.sort()
    _pass_on(turn)
    return turn.woken


def wake(turn, woken=True):
    """Ends a thread's wait, if it waits; it goes on when it is its turn."""
    if not turn.waiting:
        return False
    turn.waiting, turn.woken = False, woken
    _ready.append(turn)
    return True


def _pass_on(turn):
    while not _ready:
        _await_event()
    if _give_turn() is not turn:
        turn.park.acquire()


def _give_turn():
    global _running
    before, _running = _running, _ready.pop(0)
    if _running is not before:
        _running.park.release()
    return _running


def _await_event():
    """Waits until something happens that lets a thread go on."""
    _forget_timers()
    if _timers:
        deadline = _timers[0][0]
        if deadline > moment() and not any(alarm <= deadline for alarm in _alarms.values()):
            _alarms[_host["timer"](deadline - moment())] = deadline
    if not _timers or _timers[0][0] > moment():
        number = _host["next"]()
        if number in _alarms:
            set_clock(_alarms.pop(number))
        elif number in _calls:
            _calls.pop(number)(number)
    _ring()


def _forget_timers():
    while _timers and not (_timers[0][2].waiting and _timers[0][2].waits == _timers[0][3]):
        _timers.pop(0)


def _ring():
    """Ends the waits whose time is over."""
    _forget_timers()
    while _timers and _timers[0][0] <= moment():
        wake(_timers.pop(0)[2], False)
        _forget_timers()


def glance():
    """Something that Python does again and again while it waits for others without saying so."""
    global _glances
    if (_ready or _calls or _timers) and not _aside:
        _glances += 1
        if _glances % _GLANCES == 0:
            look_round()


def look_round():
    """Lets others run that can, and has calls that ended go on."""
    if (_ready or _calls or _timers) and not _aside:
        wait(_GLANCE_NANOS)


def pause(nanos):
    """Sleeps."""
    if nanos >= _GLANCE_NANOS or _calls:
        wait(max(nanos, _GLANCE_NANOS))
        return
    set_clock(moment() + max(nanos, _SHORT_NANOS))
    _ring()
    if _ready and not _aside:
        turn = _running
        _ready.append(turn)
        _pass_on(turn)


def start_new_thread(function, args, kwargs={}):
    global _threads
    if not callable(function):
        raise TypeError("first arg must be callable")
    if type(args) is not tuple:
        raise TypeError("2nd arg must be a tuple")
    if _threads >= _max_threads:
        raise RuntimeError(f"can't start new thread: {_max_threads} threads are the limit")
    turn = _Turn()

    def run():
        turn.park.acquire()
        try:
            function(*args, **kwargs)
        except SystemExit:
            pass
        except BaseException as raised:
            _tell(function, raised)
        finally:
            _end(turn)

    while _count_threads() > _max_threads:
        _sleep_really(0.001)
    identity = _start_thread(run, ())
    _threads += 1
    _ready.append(turn)
    return identity


def _tell(function, raised):
    error, trace = _describe(raised)
    sys.stderr.write(f"Exception ignored in thread started by: {function!r}\n{trace}")


def _end(turn):
    global _threads
    _threads -= 1
    for sentinel in turn.sentinels:
        if sentinel.locked():
            sentinel.release()
    while not _ready:
        _await_event()
    _give_turn()


def _set_sentinel():
    sentinel = lock()
    _running.sentinels.append(sentinel)
    return sentinel


def _timeout_nanos(blocking, timeout):
    if not blocking:
        if timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        return 0
    if timeout == -1:
        return None
    if timeout < 0:
        raise ValueError("timeout value must be a non-negative number")
    if timeout > _thread.TIMEOUT_MAX:
        raise OverflowError("timeout value is too large")
    return int(timeout * 1e9)


class lock:
    """A lock object is a synchronization primitive. Methods: acquire(), release(), locked()."""

    def __init__(self):
        self._waiting = []
        self._locked = False

    def acquire(self, blocking=True, timeout=-1):
        nanos = _timeout_nanos(blocking, timeout)
        if not self._locked:
            self._locked = True
            return True
        if nanos == 0:
            glance()
            return False
        turn = _running
        self._waiting.append(turn)
        try:
            return wait(nanos)
        finally:
            if turn in self._waiting:
                self._waiting.remove(turn)

    def release(self):
        if not self._locked:
            raise RuntimeError("release unlocked lock")
        while self._waiting:
            if wake(self._waiting.pop(0)):
                return
        self._locked = False

    def locked(self):
        return self._locked

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()

    def __repr__(self):
        return f"<{'locked' if self._locked else 'unlocked'} _thread.lock object at {hex(id(self))}>"

    def __reduce_ex__(self, protocol):
        raise TypeError(f"cannot pickle '{type(self).__module__}.{type(self).__name__}' object")

    def _at_fork_reinit(self):
        lock.__init__(self)

    acquire_lock, release_lock, locked_lock = acquire, release, locked


class RLock:
    """A lock that its owner may acquire several times."""

    def __init__(self):
        self._lock, self._owner, self._count = lock(), None, 0

    def acquire(self, blocking=True, timeout=-1):
        if self._owner is _running:
            _timeout_nanos(blocking, timeout)
            self._count += 1
            return True
        turn = _running
        if not self._lock.acquire(blocking, timeout):
            return False
        self._owner, self._count = turn, 1
        return True

    def release(self):
        if self._owner is not _running:
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1
        if self._count == 0:
            self._owner = None
            self._lock.release()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()

    def _is_owned(self):
        return self._owner is _running

    def _recursion_count(self):
        return self._count if self._owner is _running else 0

    def _release_save(self):
        if self._count == 0:
            raise RuntimeError("cannot release un-acquired lock")
        saved = self._count, self._owner
        self._count, self._owner = 0, None
        self._lock.release()
        return saved

    def _acquire_restore(self, saved):
        self._lock.acquire()
        self._count, self._owner = saved

    def __repr__(self):
        state = "locked" if self._count else "unlocked"
        return f"<{state} _thread.RLock object owner={id(self._owner) if self._count else 0} count={self._count} at {hex(id(self))}>"

    def __reduce_ex__(self, protocol):
        raise TypeError("cannot pickle '_thread.RLock' object")

    def _at_fork_reinit(self):
        RLock.__init__(self)


for _taken in (lock, RLock):
    _taken.__module__, _taken.__qualname__ = "_thread", _taken.__name__
_thread.allocate_lock = _thread.allocate = _thread.LockType = lock
_thread.RLock, _thread._set_sentinel = RLock, _set_sentinel
_thread.start_new_thread = _thread.start_new = start_new_thread
_thread._count = lambda: _threads
sys.modules["_queue"] = None  # its queues wait without telling; queue.py has others
