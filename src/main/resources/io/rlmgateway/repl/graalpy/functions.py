"""Host functions as Python functions with the real signature."""

import ast

_host = {}
_restored = {}


def bind_host(call, start, take, wait, wake):
    """The host's entry points."""
    _host.update(call=call, start=start, take=take, wait=wait, wake=wake)


def define_function(index, signature, description, aliases, awaitable, restored):
    definition = ast.parse(f"def {signature}: pass").body[0]
    define = _define(definition, description, f"return call_host({index}, {{arguments}})")
    functions = {name: define for name in [definition.name, *aliases]}
    if awaitable:
        definition.name = "a" + definition.name
        twin = _define(definition, description, f"return await call_host_async({index}, {{arguments}})", "async ")
        functions[definition.name] = twin
    main.update(functions)
    if restored:
        _restored.update(functions)


def _define(definition, description, body, prefix=""):
    parameters = ast.unparse(definition.args)
    names = [argument.arg for argument in _arguments(definition.args)]
    arguments = "{" + ", ".join(f"{name!r}: {name}" for name in names) + "}"
    source = f"{prefix}def {definition.name}({parameters}):\n    {body.format(arguments=arguments)}\n"
    namespace = {"call_host": call_host, "call_host_async": call_host_async, "__name__": "__main__"}
    exec(compile(source, "<function>", "exec"), namespace)
    function = namespace[definition.name]
    function.__doc__ = description
    return function


def _arguments(arguments):
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return every + [extra for extra in (arguments.vararg, arguments.kwarg) if extra]


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
