package org.pairboot.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.catalog.Catalog.Route;
import org.pairboot.artifacts.content.FileContent;

/**
 * A route works on what somebody else has published: nothing that it can reach, through any class
 * of this program, touches files or the network, or waits.
 */
class RoutesNeverBlockTest {
  /** In memory, whatever their package. */
  private static final Set<String> HARMLESS =
      Set.of(
          "java.io.IOException",
          "java.io.UncheckedIOException",
          "java.io.ByteArrayOutputStream",
          "java.io.ByteArrayInputStream",
          "java.io.InputStream",
          "java.io.OutputStream",
          "java.io.Writer",
          "java.io.Serializable",
          "java.nio.file.Path");

  private static final Set<String> BLOCKING =
      Set.of(
          "java.lang.Process", "java.lang.ProcessBuilder", "java.util.concurrent.CountDownLatch");

  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.pairboot");
  }

  @Test
  void noRouteReachesFilesOrTheNetworkOrWaits() {
    Map<JavaCodeUnit, JavaCodeUnit> callers = reachable();
    assertThat(callers).hasSizeGreaterThan(300);
    Set<String> blocking = new TreeSet<>();
    for (JavaCodeUnit unit : callers.keySet()) {
      unit.getAccessesFromSelf().stream()
          .filter(RoutesNeverBlockTest::blocks)
          .forEach(access ->
              blocking.add(access.getTarget().getFullName() + " by " + chain(unit, callers)));
    }
    assertThat(blocking).isEmpty();
  }

  /** What routes can call, and who calls it first. */
  private static Map<JavaCodeUnit, JavaCodeUnit> reachable() {
    Map<String, Set<JavaClass>> subtypes = new HashMap<>();
    for (JavaClass each : classes) {
      Stream.concat(each.getAllRawSuperclasses().stream(), each.getAllRawInterfaces().stream())
          .forEach(
              parent -> subtypes.computeIfAbsent(parent.getName(), _ -> new HashSet<>()).add(each));
    }
    Map<JavaCodeUnit, JavaCodeUnit> callers = new LinkedHashMap<>();
    Deque<JavaCodeUnit> todo = new ArrayDeque<>();
    for (JavaClass route : subtypes.get(Route.class.getName())) {
      route.getMethods().stream()
          .filter(method -> method.getName().equals("resolve"))
          .forEach(method -> {
            callers.put(method, method);
            todo.add(method);
          });
    }
    while (!todo.isEmpty()) {
      JavaCodeUnit caller = todo.remove();
      Stream.concat(
              caller.getCallsFromSelf().stream(), caller.getCodeUnitReferencesFromSelf().stream())
          .filter(call -> call.getTargetOwner().getPackageName().startsWith("org.pairboot"))
          .flatMap(call ->
              Stream.concat(
                      Stream.of(call.getTargetOwner()),
                      subtypes.getOrDefault(call.getTargetOwner().getName(), Set.of()).stream())
                  .flatMap(owner -> owner.getAllMembers().stream())
                  .filter(JavaCodeUnit.class::isInstance)
                  .map(JavaCodeUnit.class::cast)
                  .filter(unit -> isTarget(call, unit)))
          .filter(unit -> !isOfOthers(unit) && callers.putIfAbsent(unit, caller) == null)
          .forEach(todo::add);
    }
    return callers;
  }

  /**
   * What the types allow but no route does: it joins and compares the contents of images, whose
   * digests are known, and writes archives into memory.
   */
  private static boolean isOfOthers(JavaCodeUnit unit) {
    return (unit.getOwner().isEquivalentTo(FileContent.class) && unit.getName().equals("hashOnce"))
        || unit.getOwner().getSimpleName().equals("FileOutput");
  }

  private static boolean isTarget(JavaAccess<?> call, JavaCodeUnit unit) {
    return unit.getName().equals(call.getTarget().getName())
        && call.getTarget() instanceof CodeUnitAccessTarget target
        && unit.getRawParameterTypes().equals(target.getRawParameterTypes());
  }

  private static boolean blocks(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String outer = owner.contains("$") ? owner.substring(0, owner.indexOf('$')) : owner;
    boolean filesOrNetwork =
        outer.startsWith("java.io.")
            || outer.startsWith("java.nio.file.")
            || outer.startsWith("java.nio.channels.")
            || outer.startsWith("java.net.http.")
            || outer.equals("java.net.Socket");
    boolean waits =
        access.getTarget().getFullName().startsWith("java.lang.Thread.sleep")
            || access.getTarget().getFullName().startsWith("java.lang.Object.wait");
    return !HARMLESS.contains(outer) && (filesOrNetwork || waits || BLOCKING.contains(outer));
  }

  private static String chain(JavaCodeUnit unit, Map<JavaCodeUnit, JavaCodeUnit> callers) {
    StringBuilder chain = new StringBuilder(unit.getFullName());
    for (JavaCodeUnit at = unit; callers.get(at) != at; at = callers.get(at)) {
      chain.append(" < ").append(callers.get(at).getFullName());
    }
    return chain.toString();
  }
}
