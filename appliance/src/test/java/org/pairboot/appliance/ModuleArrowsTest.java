package org.pairboot.appliance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The allowed dependencies between modules, in one place. Maven enforces them between jars. */
@AnalyzeClasses(packages = "org.pairboot", importOptions = DoNotIncludeTests.class)
class ModuleArrowsTest {

  @ArchTest
  static final ArchRule ARROWS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("conf")
          .definedBy("org.pairboot.conf..")
          .layer("artifacts")
          .definedBy("org.pairboot.artifacts..")
          .layer("tftp")
          .definedBy("org.pairboot.tftp..")
          .layer("http")
          .definedBy("org.pairboot.http..")
          .layer("appliance")
          .definedBy("org.pairboot.appliance..")
          .whereLayer("appliance")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("tftp")
          .mayOnlyBeAccessedByLayers("appliance")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("appliance")
          .whereLayer("artifacts")
          .mayOnlyBeAccessedByLayers("tftp", "http", "appliance");

  /** Formats, the store and downloads do not know each other; imports alone bring them together. */
  @ArchTest
  static final ArchRule ROOMS_OF_ARTIFACTS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("ground")
          .definedBy(
              "org.pairboot.artifacts.content..",
              "org.pairboot.artifacts.catalog..",
              "org.pairboot.artifacts.text..",
              "org.pairboot.artifacts.os..")
          .layer("format")
          .definedBy("org.pairboot.artifacts.format..")
          .layer("store")
          .definedBy("org.pairboot.artifacts.store..")
          .layer("fetch")
          .definedBy("org.pairboot.artifacts.fetch..")
          .layer("imports")
          .definedBy("org.pairboot.artifacts.imports..")
          .whereLayer("imports")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("format")
          .mayOnlyBeAccessedByLayers("imports")
          .whereLayer("store")
          .mayOnlyBeAccessedByLayers("imports")
          .whereLayer("fetch")
          .mayOnlyBeAccessedByLayers("imports");

  @ArchTest
  static final ArchRule EXCEPTIONS_SAY_THAT_THEY_ARE =
      classes()
          .that()
          .areAssignableTo(Throwable.class)
          .should()
          .haveSimpleNameEndingWith("Exception");

  @ArchTest
  static final ArchRule DOCUMENTS_OF_THE_STORE_ARE_ITS_OWN =
      classes()
          .that()
          .resideInAPackage("org.pairboot.artifacts.store.oci")
          .should()
          .onlyBeAccessed()
          .byAnyPackage("org.pairboot.artifacts.store..");

  @ArchTest
  static final ArchRule NO_CYCLES_BETWEEN_PACKAGES =
      slices().matching("org.pairboot.(**)").should().beFreeOfCycles();
}
