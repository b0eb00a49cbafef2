package dev.musubi;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of the house, each with its reason and the way to mend a breach. */
@AnalyzeClasses(
        packages = "dev.musubi",
        importOptions = {DoNotIncludeTests.class, HouseTest.OnlyTheCore.class})
class HouseTest {

    /**
     * The stores and the generated contract are on the class path too; their houses are their own.
     */
    static final class OnlyTheCore implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return location.contains("/hub-core/");
        }
    }

    @ArchTest
    static final ArchRule featuresHaveNoCycles =
            slices().matching("dev.musubi.(*)..")
                    .should()
                    .beFreeOfCycles()
                    .because(
                            "a feature in a circle cannot be understood or replaced alone: when two need"
                                    + " each other, a third word is missing, or one should publish an event");

    @ArchTest
    static final ArchRule driversStayInStores =
            noClasses()
                    .that()
                    .haveSimpleNameNotEndingWith("Store")
                    .and()
                    .haveSimpleNameNotEndingWith("Index")
                    .and()
                    .areTopLevelClasses()
                    .and()
                    .resideOutsideOfPackages("dev.musubi.platform", "dev.musubi.client..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.mongodb..", "co.elastic..")
                    .because(
                            "a store owns its collection or index, with its names and queries in one file:"
                                    + " give the store a method named by the question instead");

    @ArchTest
    static final ArchRule storesAreNobodyElsesBusiness =
            classes()
                    .that()
                    .haveSimpleNameEndingWith("Store")
                    .and()
                    .resideOutsideOfPackage("dev.musubi.platform")
                    .should()
                    .bePackagePrivate()
                    .because("a feature is entered by its facade: add what you need there");

    @ArchTest
    static final ArchRule camelStaysInConnectors =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.camel..")
                    .because("hub-core must be usable without routes: hand it events instead");

    @ArchTest
    static final ArchRule noSystemClock =
            noClasses()
                    .should()
                    .callMethod(java.time.Instant.class, "now")
                    .orShould()
                    .callMethod(java.time.LocalDate.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .because("what is decided must be repeatable: take the Clock or an Instant");

    @ArchTest
    static final ArchRule noSleeping =
            noClasses()
                    .should()
                    .callMethod(Thread.class, "sleep", long.class)
                    .because("who waits, waits for something: name the condition and a deadline");

    @ArchTest
    static final ArchRule noOldDatesInTheOpen =
            noFields()
                    .should()
                    .haveRawType(java.util.Date.class)
                    .because("time is an Instant in UTC; java.util.Date ends at the codecs");

    @ArchTest
    static final ArchRule theAlgebraIsPure =
            noClasses()
                    .that(resideInAPackage("dev.musubi.profile.facet.."))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.springframework..", "java.io..", "java.net..", "java.nio.file..")
                    .because("facets must give the same bytes for the same events anywhere");
}
