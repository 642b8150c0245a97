package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.inspect.Inspection;
import org.pairboot.artifacts.format.inspect.Inspection.BootMethod;
import org.pairboot.artifacts.format.inspect.Inspector;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.text.Sizes;

/**
 * How much memory machines need for the newest version of each image, by boot method. Too little
 * looks like a damaged image to who stands in front of the machine.
 */
record MemoryCheck(ImageStore store) implements Check {

  @Override
  public String topic() {
    return "memory of machines";
  }

  @Override
  public List<Finding> run() throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (ImageVersion image : Newest.of(store.snapshot())) {
      findings.add(of(image));
    }
    return findings;
  }

  private Finding of(ImageVersion image) throws IOException {
    String where = image.ref().toString();
    try {
      ImageFile initramfs = ImageFile.of(store.file(image.initramfs()));
      return Inspector.inspect(initramfs, read -> {}) instanceof Inspection.Initrd initrd
          ? of(where, initrd.boot())
          : notAnInitramfs(where, "it is a kernel");
    } catch (BadImageException e) {
      return notAnInitramfs(where, e.getMessage());
    }
  }

  private static Finding of(String where, List<BootMethod> options) {
    // By need, so that methods that need the same stand together.
    TreeMap<Long, String> needs =
        options.stream()
            .filter(option -> option.works() && option.memory().isPresent())
            .collect(
                Collectors.toMap(
                    option -> option.memory().getAsLong(),
                    BootMethod::method,
                    (one, other) -> one + " and " + other,
                    TreeMap::new));
    if (needs.isEmpty()) {
      return Finding.warning(
          where,
          "no boot method works with its initramfs",
          "'pairboot inspect' with that file says why");
    }
    return Finding.note(
        where,
        "machines need "
            + needs.entrySet().stream()
                .map(need -> Sizes.text(need.getKey()) + " with " + need.getValue())
                .collect(Collectors.joining(", ")),
        needs.size() > 1
            ? "give virtual machines that much; boot.method, or method in a profile, chooses"
            : "give virtual machines that much");
  }

  private static Finding notAnInitramfs(String where, String why) {
    return Finding.warning(
        where,
        "its initramfs is none that can be looked into: " + why,
        "if machines do not boot it, import it with the right file");
  }
}
