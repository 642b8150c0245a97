import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites the jars of a directory in place so that the ahead-of-time cache can hold their classes.
 * The JVM excludes classes of signed jars, so signatures are removed (Maven verified the
 * downloads), and classes in the format of Java 5 or older, so these are converted to the format of
 * Java 8. If the jars move after the cache was created, the JVM does not start with classes of a
 * sealed package in it, so packages are unsealed. All other jars keep every byte. All jars get the
 * modification time of the release.
 *
 * <p>Arguments: the directory, and the time in ISO 8601 or in seconds since 1970, as Maven provides
 * it.
 */
final class CacheableJars {
  private static final int OLDEST_CACHEABLE = ClassFile.JAVA_6_VERSION;

  public static void main(String[] arguments) throws IOException {
    FileTime time = FileTime.from(instant(arguments[1]));
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(arguments[0]), "*.jar")) {
      for (Path jar : jars) {
        if (needsChange(jar)) {
          Path changed = Files.createTempFile(jar.getParent(), "changed", ".tmp");
          change(jar, changed);
          Files.setPosixFilePermissions(changed, Files.getPosixFilePermissions(jar));
          Files.move(changed, jar, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setLastModifiedTime(jar, time);
      }
    }
  }

  private static Instant instant(String time) {
    return time.matches("\\d+") ? Instant.ofEpochSecond(Long.parseLong(time)) : Instant.parse(time);
  }

  private static boolean needsChange(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      if (isSealed(file.getManifest())) {
        return true;
      }
      for (JarEntry entry : entries(file)) {
        if (isSignature(entry) || isOldClass(file, entry)) {
          return true;
        }
      }
      return false;
    }
  }

  private static void change(Path from, Path to) throws IOException {
    try (JarFile jar = new JarFile(from.toFile(), false);
        URLClassLoader classes = new URLClassLoader(new URL[] {from.toUri().toURL()});
        OutputStream out = Files.newOutputStream(to);
        ZipOutputStream changed = new ZipOutputStream(out)) {
      ClassFile format = format(classes);
      for (JarEntry entry : entries(jar)) {
        if (!isSignature(entry)) {
          ZipEntry copy = new ZipEntry(entry.getName());
          copy.setTimeLocal(entry.getTimeLocal());
          changed.putNextEntry(copy);
          byte[] bytes = jar.getInputStream(entry).readAllBytes();
          if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
            unsealed(jar.getManifest()).write(changed);
          } else {
            changed.write(isOldClass(jar, entry) ? inNewFormat(format, bytes) : bytes);
          }
          changed.closeEntry();
        }
      }
    }
  }

  private static ClassFile format(ClassLoader classes) {
    return ClassFile.of(
        // The new format requires stack maps, which the old one lacks.
        ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
        ClassFile.ConstantPoolSharingOption.NEW_POOL,
        ClassFile.ClassHierarchyResolverOption.of(
            ClassHierarchyResolver.ofResourceParsing(classes)
                .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  private static byte[] inNewFormat(ClassFile format, byte[] bytes) {
    ClassTransform version =
        ClassTransform.endHandler(builder -> builder.withVersion(ClassFile.JAVA_8_VERSION, 0));
    return format.transformClass(
        format.parse(bytes),
        ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL).andThen(version));
  }

  private static boolean isSignature(JarEntry entry) {
    return entry.getName().toUpperCase(Locale.ROOT).matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
  }

  private static boolean isSealed(Manifest manifest) {
    return manifest != null
        && sections(manifest).anyMatch(section -> section.containsKey(Attributes.Name.SEALED));
  }

  private static Manifest unsealed(Manifest sealed) {
    Manifest manifest = new Manifest(sealed);
    sections(manifest).forEach(section -> section.remove(Attributes.Name.SEALED));
    return manifest;
  }

  /** A jar may seal all packages or individual ones. */
  private static Stream<Attributes> sections(Manifest manifest) {
    return Stream.concat(
        Stream.of(manifest.getMainAttributes()), manifest.getEntries().values().stream());
  }

  private static boolean isOldClass(JarFile jar, JarEntry entry) throws IOException {
    if (!entry.getName().endsWith(".class")) {
      return false;
    }
    byte[] head = jar.getInputStream(entry).readNBytes(8);
    return (head[6] << 8 | head[7] & 0xff) < OLDEST_CACHEABLE;
  }

  private static List<JarEntry> entries(JarFile jar) {
    return jar.stream().toList();
  }
}
