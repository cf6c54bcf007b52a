package io.rlmgateway.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cells cannot reach. */
public abstract class IsolationContract extends ReplKit {

    private static final TestFunction ECHO = TestFunction.of("echo(value)", arguments -> arguments.value("value"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import java",
                "import polyglot",
                "import __graalpython__",
                "import sys\nsys.meta_path.clear()\nimport polyglot",
                "import importlib\nimportlib.import_module('java')",
                "import importlib.machinery as m\nm.BuiltinImporter.load_module('polyglot')",
                "import ctypes",
                "import subprocess\nsubprocess.run(['id'])",
                "import os\nos.system('id') and 1 / 0",
                "import os\nos.execv('/bin/id', ['id'])",
                "import os\nos.fork()",
                "import os\nos._exit(0)",
                "import os\nos.kill(os.getpid(), 9)",
                "import os\nos.listdir('/etc')",
                "import os\nos.open('/etc/passwd', 0)",
                "import os\nos.mkdir('/tmp/made')",
                "import io\nio.open('/etc/passwd')",
                "import pathlib\npathlib.Path('/etc/passwd').read_text()",
                "import pathlib\npathlib.Path('/python/lib/x.py').write_text('x')",
                "import pathlib\npathlib.Path('/python/../etc/passwd').read_text()",
                "import socket\nsocket.create_connection(('127.0.0.1', 80))",
                "import urllib.request\nurllib.request.urlopen('http://127.0.0.1')",
                "import multiprocessing\nmultiprocessing.Process(target=print).start()",
                "import os\nprint(os.environ['HOME'])",
                "eval('__import__')('java')",
                "[c for c in ().__class__.__base__.__subclasses__() if 'JavaPackageLoader' in str(c)][0]().exec_module('java' + '.lang').System",
                "echo.__globals__['call_host'].__globals__['_host']['call'].getClass()",
                "echo.__globals__['call_host'].__globals__['_host']['call'](99, {}) + 1"
            })
    void attemptToGetOutFails(String code) {
        Repl repl = open(ECHO);

        Execution.Failed failed = failed(repl, code);

        assertThat(failed.traceback())
                .doesNotContain("com.oracle")
                .doesNotContain("java.lang")
                .doesNotContain("\tat ");
    }

    @Test
    void nothingTellsAboutTheMachine() {
        String printed = printed(open(ECHO), """
                import sys, os, platform, getpass, json, asyncio
                print(sys.path, sys.prefix, sys.base_prefix, sys.executable, sys.argv, json.__file__, os.getcwd())
                print(os.getpid(), os.getppid(), os.getuid(), platform.node(), platform.platform(), platform.uname())
                print(dict(os.environ), echo, repr(echo), str(type(echo)), vars(echo))
                print([name for name in sys.modules if 'graalpython' in name or name in ('polyglot', 'java')])
                print(echo.__globals__['call_host'].__globals__['_host'])
                """);

        assertThat(printed)
                .doesNotContain(System.getProperty("user.home") + "/")
                .doesNotContain(System.getProperty("user.dir"))
                .doesNotContain("io.rlmgateway")
                .doesNotContain(Long.toString(ProcessHandle.current().pid()) + " ")
                .doesNotContain("graalpython");
    }

    @Test
    void bytecodeOfACellsOwnHarmsNobody() {
        Execution execution = open().execute("""
                def f(): return 1
                for size in (0, 1, 50):
                    try:
                        print(eval(f.__code__.replace(co_code=bytes(range(size)))))
                    except Exception as e:
                        print(type(e).__name__)
                """);

        assertThat(execution.toString()).doesNotContain("com.oracle").doesNotContain("java.lang");
        assertThat(printed(open(), "print(1)")).isEqualTo("1\n");
    }

    @Test
    void cellThatBreaksTheInterpreterIsAsIfItHadNeverRun() {
        Repl repl = open(ECHO);
        printed(repl, "x = [1]");

        Execution execution = repl.execute("x.append(2)\necho.__globals__['call_host'].__globals__.clear()");

        assertThat(execution)
                .isInstanceOfSatisfying(
                        Execution.Stopped.class,
                        stopped -> assertThat(stopped.reason()).isEqualTo("it broke the Python interpreter"));
        assertThat(printed(repl, "print(x)")).isEqualTo("[1]\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import traceback\ntraceback.TracebackException = None\n1 / 0",
                "import linecache\nlinecache.cache = None\n1 / 0",
                "import sys\nsys.settrace(lambda *a: print(a))\nsys.setprofile(lambda *a: 1 / 0)",
                "import builtins\nvars(builtins).clear()",
                "import sys\nsys.modules.clear()",
                "class E(Exception):\n    def __str__(self): raise self\nraise E",
                "class R:\n    def __repr__(self): raise SystemExit\nr = R()\nr"
            })
    void whatACellDidToTheInterpreterDoesNotReachTheNext(String code) {
        Repl repl = open();
        assertThat(repl.execute(code)).isNotInstanceOf(Execution.Stopped.class);

        assertThat(printed(repl, "print(len('abc'))")).isEqualTo("3\n");
        assertThat(failed(repl, "1 / 0").error()).isEqualTo("ZeroDivisionError: division by zero");
    }

    @Test
    void sessionsShareNothing() {
        Repl one = open();
        printed(one, "import json, builtins\njson.leak = builtins.leak = 'ours'\nmine = 1");

        assertThat(
                        printed(
                                open(),
                                "import json, builtins\nprint(hasattr(json, 'leak'), hasattr(builtins, 'leak'), 'mine' in globals())"))
                .isEqualTo("False False False\n");
    }

    @Test
    void filesOfThisMachineCannotBeSeen() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "the secret");

        assertThat(printed(open(), "import os\nprint(os.path.exists(%s), os.listdir('/'))".formatted(quoted(secret))))
                .isEqualTo("False ['python']\n");
    }

    private static String quoted(Path path) {
        return "'" + path.toAbsolutePath().toString().replace("\\", "\\\\") + "'";
    }
}
