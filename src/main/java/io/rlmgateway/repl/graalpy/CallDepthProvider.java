package io.rlmgateway.repl.graalpy;

import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import com.oracle.truffle.api.instrumentation.provider.TruffleInstrumentProvider;
import java.util.Collection;
import java.util.List;
import org.graalvm.polyglot.SandboxPolicy;

/** Has engines find {@link CallDepth}; named in {@code META-INF/services}. */
@TruffleInstrument.Registration(
        id = CallDepth.ID,
        name = "Depth of calls",
        services = CallDepth.Limit.class,
        sandbox = SandboxPolicy.CONSTRAINED)
public final class CallDepthProvider extends TruffleInstrumentProvider {

    /** Called by the service loader. */
    public CallDepthProvider() {}

    @Override
    protected String getInstrumentClassName() {
        return CallDepth.class.getName();
    }

    @Override
    protected Object create() {
        return new CallDepth();
    }

    @Override
    protected Collection<String> getServicesClassNames() {
        return List.of(CallDepth.Limit.class.getName());
    }
}
