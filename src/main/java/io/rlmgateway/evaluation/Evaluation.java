package io.rlmgateway.evaluation;

import java.io.PrintWriter;
import java.util.function.Function;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;

/** Evaluations from the command line. */
public final class Evaluation {

    /** The argument that asks for an evaluation instead of the service. */
    public static final String COMMAND = "evaluate";

    private Evaluation() {}

    /**
     * Runs the command.
     *
     * @param arguments what follows {@value #COMMAND}
     * @param start starts the application with command line arguments, where the evaluation needs a service of its own
     * @return the exit code: 0 when all was answered, 1 when something was not, 2 for wrong arguments
     */
    public static int run(String[] arguments, Function<String[], ConfigurableApplicationContext> start) {
        return command(start).execute(arguments);
    }

    /** {@return the command; what it says can be led elsewhere} */
    static CommandLine command(Function<String[], ConfigurableApplicationContext> start) {
        CommandLine command = new CommandLine(new EvaluateCommand(start));
        command.registerConverter(Sizes.class, converting(Sizes::of));
        command.registerConverter(Mode.class, converting(Mode::of));
        command.setParameterExceptionHandler((failure, line) -> {
            failure.getCommandLine().getErr().println(failure.getMessage() + "\nevaluate --help lists all options.");
            return CommandLine.ExitCode.USAGE;
        });
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            PrintWriter err = line.getErr();
            err.println(failure.getMessage() == null ? failure.toString() : failure.getMessage());
            return line.getCommandSpec().exitCodeOnExecutionException();
        });
        return command;
    }

    private static <T> CommandLine.ITypeConverter<T> converting(Function<String, T> reader) {
        return text -> {
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        };
    }
}
