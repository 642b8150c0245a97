package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pairboot.appliance.doctor.report.Check;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.inspect.Inspection;
import org.pairboot.artifacts.format.inspect.Inspection.BootMethod;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.text.Sizes;

/**
 * How much memory machines need for the latest version of each image, by boot method. With too
 * little, a machine's screen shows the errors of a damaged image.
 */
final class MemoryCheck implements Check {
  private final ImageStore store;

  MemoryCheck(ImageStore store) {
    this.store = store;
  }

  @Override
  public String topic() {
    return "memory of machines";
  }

  @Override
  public List<Finding> run() throws IOException {
    List<Finding> findings = new ArrayList<>();
    Snapshot images = store.snapshot();
    for (ImageVersion image : ImagesCheck.latest(images)) {
      if (image.initramfs().isPresent()) {
        findings.add(finding(images.describe(image), image.initramfs().get()));
      }
    }
    return findings;
  }

  private Finding finding(String where, Part initramfs) throws IOException {
    try {
      ImageFile file = ImageFile.of(store.file(initramfs));
      return Inspection.of(file, read -> {}) instanceof Inspection.Initrd initrd
          ? finding(where, initrd.boot())
          : notAnInitramfs(where, "it is a kernel");
    } catch (BadImageException e) {
      return notAnInitramfs(where, e.getMessage());
    }
  }

  private static Finding finding(String where, List<BootMethod> methods) {
    // By need, so that methods with the same need are listed together.
    TreeMap<Long, String> needs =
        methods.stream()
            .filter(method -> method.works() && method.memory().isPresent())
            .collect(
                Collectors.toMap(
                    method -> method.memory().getAsLong(),
                    BootMethod::method,
                    (one, other) -> one + " and " + other,
                    TreeMap::new));
    if (needs.isEmpty()) {
      return Finding.warning(
          where,
          "no boot method works with its initramfs",
          "'pairboot inspect' with that file shows why");
    }
    return Finding.note(
        where,
        "machines need "
            + needs.entrySet().stream()
                .map(need -> Sizes.text(need.getKey()) + " with " + need.getValue())
                .collect(Collectors.joining(", ")),
        needs.size() > 1
            ? "give virtual machines that much; to choose the method, set boot.method, or method in"
                + " a profile"
            : "give virtual machines that much");
  }

  private static Finding notAnInitramfs(String where, String why) {
    return Finding.warning(
        where,
        "its initramfs cannot be inspected: " + why,
        "if machines fail to boot it, import it again with the right file");
  }
}
