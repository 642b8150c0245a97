import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Adds the Java runtime to a list of jars in CycloneDX's format, so that the list has all that the
 * distribution is made of.
 *
 * <p>Arguments: the list of jars, the file {@code release} of the runtime, and the file to write.
 */
final class BillOfMaterials {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public static void main(String[] arguments) throws IOException {
    ObjectNode bill = (ObjectNode) MAPPER.readTree(Path.of(arguments[0]).toFile());
    Properties release = new Properties();
    try (Reader in = Files.newBufferedReader(Path.of(arguments[1]))) {
      release.load(in);
    }
    // In quotes.
    addRuntime(bill, release.getProperty("JAVA_VERSION").replace("\"", ""));
    Files.writeString(
        Path.of(arguments[2]), MAPPER.writeValueAsString(bill).replace("\r\n", "\n") + "\n");
  }

  private static void addRuntime(ObjectNode bill, String version) {
    String name = "pkg:generic/openjdk@" + version;
    ObjectNode runtime = bill.withArray("components").addObject();
    runtime.put("type", "platform").put("bom-ref", name);
    runtime.put("name", "openjdk").put("version", version);
    runtime.put("description", "The Java runtime, linked from the modules that the jars need");
    runtime
        .putArray("licenses")
        .addObject()
        .put("expression", "GPL-2.0-only WITH Classpath-exception-2.0");
    // As the NVD's data base names it.
    runtime.put("cpe", "cpe:2.3:a:oracle:openjdk:" + version + ":*:*:*:*:*:*:*");
    runtime.put("purl", name);
  }
}
