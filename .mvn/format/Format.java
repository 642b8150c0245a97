import com.google.googlejavaformat.java.Formatter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Holds every Java source of the project to google-java-format.
 *
 * <p>The formatter reads sources with the compiler of the JVM that runs it, so it has to run on the
 * project's own JDK and not on the one that happens to run Maven. That is why the build calls this
 * file through the JDK toolchain instead of using a formatter plugin, which would run inside Maven.
 *
 * <p>Arguments: {@code check} (list what differs, exit 1) or {@code write} (format it), and the
 * root.
 */
final class Format {
  private static final Predicate<Path> IS_SOURCE = path -> path.toString().endsWith(".java");

  public static void main(String[] args) throws IOException {
    boolean write = args[0].equals("write");
    Path root = Path.of(args[1]);
    List<Path> differing = sources(root).parallel().filter(path -> differs(path, write)).toList();
    if (differing.isEmpty()) {
      return;
    }
    differing.forEach(path -> System.err.println("  " + root.relativize(path)));
    if (write) {
      System.err.println("formatted, or impossible to format: " + differing.size());
    } else {
      System.err.println("not formatted; run 'mvn -N process-sources -Dformat=write'");
      System.exit(1);
    }
  }

  private static Stream<Path> sources(Path root) throws IOException {
    try (Stream<Path> modules = Files.list(root)) {
      return modules
          .map(module -> module.resolve("src"))
          .filter(Files::isDirectory)
          .toList()
          .stream()
          .flatMap(Format::walk)
          .filter(IS_SOURCE);
    }
  }

  private static Stream<Path> walk(Path directory) {
    try {
      return Files.walk(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean differs(Path path, boolean write) {
    try {
      String source = Files.readString(path);
      String formatted = new Formatter().formatSourceAndFixImports(source);
      if (write && !source.equals(formatted)) {
        Files.writeString(path, formatted);
      }
      return !source.equals(formatted);
    } catch (Exception e) {
      System.err.println(path + ": " + e.getMessage());
      return true;
    }
  }
}
