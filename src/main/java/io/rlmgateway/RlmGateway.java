package io.rlmgateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The service: answers questions about long documents through OpenAI's chat completions API. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class RlmGateway {

    /**
     * Starts the service.
     *
     * @param arguments Spring Boot's command line arguments, for example {@code --server.port=9000}
     */
    public static void main(String[] arguments) {
        SpringApplication.run(RlmGateway.class, arguments);
    }
}
