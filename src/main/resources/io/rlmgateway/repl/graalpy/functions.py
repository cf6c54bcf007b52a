"""Host functions as Python functions with the real signature."""

import time

_host = {}
_restored = {}


def bind_host(call, start, take, wait, wake, sleep):
    """The host's entry points."""
    _host.update(call=call, start=start, take=take, wait=wait, wake=wake, sleep=sleep)
    time.sleep = _sleep


def _sleep(seconds):
    if not isinstance(seconds, (int, float)):
        raise TypeError(f"{type(seconds).__name__!r} object cannot be interpreted as an integer")
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    _result(_host["sleep"](float(seconds)))


def define_function(index, signature, description, aliases, awaitable, restored):
    name = signature.partition("(")[0]
    define = _define(f"def {signature}: return call_host({index}, arguments())", name, description)
    functions = {each: define for each in [name, *aliases]}
    if awaitable:
        twin = f"async def a{signature}: return await call_host_async({index}, arguments())"
        functions["a" + name] = _define(twin, "a" + name, description)
    main.update(functions)
    if restored:
        _restored.update(functions)


def _define(source, name, description):
    namespace = {
        "call_host": call_host, "call_host_async": call_host_async, "arguments": locals, "__name__": "__main__",
    }
    exec(compile(source, "<function>", "exec", dont_inherit=True), namespace)
    function = namespace[name]
    function.__doc__ = description
    return function


def call_host(index, arguments):
    return _result(_host["call"](index, _plain(arguments)))


async def call_host_async(index, arguments):
    import asyncio

    loop = asyncio.get_running_loop()
    future = loop.create_future()
    number = _host["start"](loop.number, index, _plain(arguments))
    if isinstance(number, Raised):
        raise number.exception
    loop.host_calls[number] = future
    await future
    return _result(_host["take"](number))


def _plain(arguments):
    return {name: to_host(value) for name, value in arguments.items()}


def _result(value):
    if type(value) is Raised:
        raise value.exception
    return value


def restore_functions():
    main.update(_restored)
