package io.rlmgateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packagesOf = RlmGateway.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule springAiStaysUnderUpstream = noClasses()
            .that()
            .resideOutsideOfPackage("io.rlmgateway.upstream..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.ai..", "com.openai..");

    @ArchTest
    static final ArchRule polyglotStaysUnderGraalpy = noClasses()
            .that()
            .resideOutsideOfPackage("io.rlmgateway.repl.graalpy..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.graalvm..", "com.oracle.truffle..", "com.oracle.graal..");

    @ArchTest
    static final ArchRule providersDoNotKnowEachOther = slices().matching("io.rlmgateway.upstream.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    JavaClass.Predicates.resideInAPackage("io.rlmgateway.upstream.."),
                    JavaClass.Predicates.resideInAPackage("io.rlmgateway.upstream.wire"));

    @ArchTest
    static final ArchRule documentStoresDoNotKnowEachOther =
            slices().matching("io.rlmgateway.document.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule workersUseGraalpyOnlyInTheirMainClass = noClasses()
            .that()
            .resideInAPackage("io.rlmgateway.repl.worker..")
            .and()
            .haveSimpleNameNotEndingWith("Main")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.rlmgateway.repl.graalpy..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule grpcStaysUnderWorker = noClasses()
            .that()
            .resideOutsideOfPackage("io.rlmgateway.repl.worker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..");

    @ArchTest
    static final ArchRule schemasStayInOnePlace = noClasses()
            .that()
            .haveNameNotMatching("io\\.rlmgateway\\.session\\.(AnswerSchema|LinearPattern).*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.networknt..");

    @ArchTest
    static final ArchRule valuesOfSessionsKnowNoSpring = noClasses()
            .that()
            .resideInAPackage("io.rlmgateway.session..")
            .and(valueType())
            .should()
            .dependOnClassesThat(areOfSpringButNotOfItsConfigurationBinding());

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .that()
            .resideOutsideOfPackage("io.rlmgateway.repl.worker.wire")
            .should(residesInNullMarkedPackage())
            .because("null is an error unless a type says otherwise; generated messages know no null");

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.springframework.beans.factory.annotation.Autowired");

    private static DescribedPredicate<JavaClass> valueType() {
        return DescribedPredicate.describe(
                "are records or sealed interfaces",
                type -> type.isRecord() || (type.isInterface() && type.reflect().isSealed()));
    }

    /** A record of configuration says by annotation its defaults and that it is checked; that is all it may know of Spring. */
    private static DescribedPredicate<JavaClass> areOfSpringButNotOfItsConfigurationBinding() {
        return JavaClass.Predicates.resideInAPackage("org.springframework..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(
                        "org.springframework.boot.context.properties..", "org.springframework.validation.annotation")))
                .as("are of Spring, other than of its binding of configuration");
    }

    private static ArchCondition<JavaClass> residesInNullMarkedPackage() {
        return new ArchCondition<>("reside in a package that is annotated with @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                String message = "package of " + type.getName() + (marked ? " is" : " is not") + " @NullMarked";
                events.add(new SimpleConditionEvent(type, marked, message));
            }
        };
    }
}
