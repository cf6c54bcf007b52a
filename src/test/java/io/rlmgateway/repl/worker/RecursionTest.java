package io.rlmgateway.repl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlmgateway.repl.LimitContract;
import io.rlmgateway.repl.Repl;
import io.rlmgateway.repl.ReplKit;
import io.rlmgateway.repl.Repls;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stack that overflows in the wrong place breaks Java's classes for a whole process, which shows only later. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
@Tag("security")
class RecursionTest extends ReplKit {

    @Override
    protected Repls repls() {
        return ProcessSandbox.REPLS;
    }

    @Test
    void recursionsWithoutAnEndLeaveTheNeighbourSound() {
        Repl repl = open();
        Repl neighbour = open();
        printed(neighbour, "x = [1]");
        List<String> kinds = LimitContract.RECURSIONS;

        for (int i = 0; i < Integer.getInteger("attacks.recursions", 1000); i++) {
            assertThat(failed(repl, kinds.get(i % kinds.size())).error()).startsWith("RecursionError: ");
        }

        assertThat(printed(neighbour, """
                        import asyncio, csv, decimal, difflib, fractions, statistics, textwrap, uuid, zlib
                        def double(n): return 2 * n
                        print(x, double(4), decimal.Decimal('0.1') + 1, asyncio.run(asyncio.sleep(0, 'slept')))
                        """)).isEqualTo("[1] 8 1.1 slept\n");
        assertThat(printed(open(), "print(1)")).isEqualTo("1\n");
    }
}
