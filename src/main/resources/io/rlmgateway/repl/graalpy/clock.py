"""Time and chance, both given by the host, so that a session that is run again goes the same way again."""

import _random
import os
import time

_generator = _random.Random()
_local, _greenwich, _format, _as_text = time.localtime, time.gmtime, time.strftime, time.asctime
_sleep_really = time.sleep

# What reading the clock takes, so that a loop that waits for a moment ends.
_TICK_NANOS = 1_000

_moment = 0
_session_start = None


def set_clock(unix_nanos):
    """Puts the clock forward to a moment. It never goes back within a session, and on by itself only when it is read:
    what it says depends on what the host says alone."""
    global _moment, _session_start
    if _session_start is None:
        _session_start = _moment = unix_nanos
    else:
        _moment = max(_moment, unix_nanos)


def moment():
    return _moment


def forget_clock():
    """The next time that it is put to is the session's start."""
    global _session_start
    _session_start = None


def seed_chance(seed):
    _generator.seed(seed)
    if "random" in sys.modules:
        sys.modules["random"].seed(seed)


def _give_random_our_chance(module):
    """Its generators take their first seed from the system, past os.urandom, when they are not given one."""
    seed = module.Random.seed

    def seed_by_us(self, a=None, version=2):
        seed(self, _generator.getrandbits(256) if a is None else a, version)

    seed_by_us.__name__, seed_by_us.__qualname__, seed_by_us.__doc__ = "seed", "Random.seed", seed.__doc__
    module.Random.seed, module._urandom = seed_by_us, _random_bytes
    module._inst.seed()
    module.seed = module._inst.seed


_when_loaded["random"] = _give_random_our_chance


def _random_bytes(size):
    if size < 0:
        raise ValueError("negative argument not allowed")
    return _generator.getrandbits(8 * size).to_bytes(size, "little") if size else b""


def _now():
    global _moment
    glance()
    _moment += _TICK_NANOS
    return _moment


def _since_start():
    return _now() - (_session_start or 0)


def _seconds(nanos):
    return lambda: nanos() / 1e9


def _or_now(seconds):
    return _now() / 1e9 if seconds is None else seconds


def localtime(seconds=None):
    return _local(_or_now(seconds))


def gmtime(seconds=None):
    return _greenwich(_or_now(seconds))


def strftime(format, t=None):
    return _format(format, localtime() if t is None else t)


def asctime(t=None):
    return _as_text(localtime() if t is None else t)


def ctime(seconds=None):
    return _as_text(localtime(seconds))


class _SameAs(type):
    """Instances of the built-in class count as instances of ours."""

    def __instancecheck__(cls, instance):
        return isinstance(instance, cls.__mro__[1])

    def __subclasscheck__(cls, other):
        return issubclass(other, cls.__mro__[1])


def _give_dates_our_clock(module):
    class date(module.date, metaclass=_SameAs):
        __doc__ = module.date.__doc__

        @classmethod
        def today(cls):
            return cls.fromtimestamp(time.time())

    class datetime(module.datetime, metaclass=_SameAs):
        __doc__ = module.datetime.__doc__

        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(time.time(), tz)

        @classmethod
        def today(cls):
            return cls.fromtimestamp(time.time())

        @classmethod
        def utcnow(cls):
            return cls.fromtimestamp(time.time(), module.timezone.utc).replace(tzinfo=None)

        def date(self):
            return date(self.year, self.month, self.day)

    for given in (date, datetime):
        given.__module__, given.__qualname__ = "datetime", given.__name__
        given.__repr__ = lambda self, show=given.__mro__[1].__repr__: "datetime." + show(self)
    module.date, module.datetime = date, datetime


_when_loaded["datetime"] = _give_dates_our_clock

for _module in (time, sys.modules.get("_time")):
    if _module is not None:
        _module.time_ns, _module.time = _now, _seconds(_now)
        for _name in ("monotonic", "perf_counter", "process_time", "thread_time"):
            setattr(_module, _name + "_ns", _since_start)
            setattr(_module, _name, _seconds(_since_start))
        for _function in (localtime, gmtime, strftime, asctime, ctime):
            setattr(_module, _function.__name__, _function)
os.urandom = _random_bytes
if "posix" in sys.modules:
    sys.modules["posix"].urandom = _random_bytes
