package io.rlmgateway;

import io.rlmgateway.evaluation.Evaluation;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The service: answers questions about long documents through OpenAI's chat completions API. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class RlmGateway {

    /**
     * Starts the service, or an evaluation where {@code evaluate} is the first argument.
     *
     * @param arguments Spring Boot's command line arguments, for example {@code --server.port=9000}; after {@code evaluate}
     *     those that {@code evaluate --help} lists
     */
    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals(Evaluation.COMMAND)) {
            System.exit(Evaluation.run(
                    Arrays.copyOfRange(arguments, 1, arguments.length),
                    service -> SpringApplication.run(RlmGateway.class, service)));
        }
        SpringApplication.run(RlmGateway.class, arguments);
    }
}
