package io.rlmgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No provider without a run of the contract beside it. */
class UpstreamContractCoverageTest {

    private static final String PACKAGE = "io.rlmgateway.upstream";

    @Test
    void everyProviderHasARunOfTheContract() {
        Set<String> providers = packagesOf(
                new ClassFileImporter()
                        .withImportOption(new DoNotIncludeTests())
                        .importPackages(PACKAGE),
                UpstreamProvider.class);
        Set<String> runs = packagesOf(
                new ClassFileImporter().withImportOption(new OnlyIncludeTests()).importPackages(PACKAGE),
                UpstreamContract.class);

        assertThat(providers).contains(PACKAGE + ".openai");
        assertThat(runs).containsAll(providers);
    }

    @Test
    void everyProviderThatSpeaksOverAWireHasFixtures() {
        Set<String> providers = packagesOf(
                new ClassFileImporter()
                        .withImportOption(new DoNotIncludeTests())
                        .importPackages(PACKAGE),
                UpstreamProvider.class);
        Set<String> fixtures = packagesOf(
                new ClassFileImporter().withImportOption(new OnlyIncludeTests()).importPackages(PACKAGE),
                FixtureContract.class);

        // the demo has no wire
        providers.remove(PACKAGE + ".demo");
        assertThat(fixtures).containsAll(providers);
    }

    private static Set<String> packagesOf(JavaClasses classes, Class<?> kind) {
        return classes.stream()
                .filter(found -> found.isAssignableTo(kind))
                .filter(found -> !found.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toSet());
    }
}
