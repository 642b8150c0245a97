package org.pairboot.artifacts.format.preset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.preset.LiveSystem.Named;
import org.pairboot.artifacts.format.preset.LiveSystemFinder.UnknownSystemException;

/**
 * The live ISO of Fedora CoreOS and RHEL CoreOS. Since August 2020 it contains the PXE images byte
 * for byte; older and minimal ISOs have no rootfs and are refused here, each with its own message.
 */
final class CoreosIso {
  private static final String KERNEL = "images/pxeboot/vmlinuz";
  private static final String INITRAMFS = "images/pxeboot/initrd.img";
  private static final String ROOTFS = "images/pxeboot/rootfs.img";
  private static final String IGNITION = "images/ignition.img";
  private static final List<String> IGNITION_INDEX =
      List.of("coreos/igninfo.json", "coreos/igninfo.jso");
  private static final List<String> MARKERS =
      List.of(
          ROOTFS,
          IGNITION,
          "images/initramfs.img",
          "coreos/kargs.json",
          "coreos/kargs.jso",
          "coreos/igninfo.json",
          "coreos/igninfo.jso");
  private final FileTree tree;

  CoreosIso(FileTree tree) {
    this.tree = tree;
  }

  /** Whether there is a file that only this system has, whatever its age. */
  boolean hasTypicalFile() throws IOException {
    for (String marker : MARKERS) {
      if (tree.file(marker).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Whether the volume has the kind of name that this system uses. */
  boolean hasTypicalLabel() {
    String label = tree.label().toLowerCase(Locale.ROOT);
    return label.contains("coreos") || label.startsWith("rhcos");
  }

  /** The three files, and what the ISO adds to them. */
  LiveSystem system() throws UnknownSystemException, IOException {
    Optional<ImageFile> kernel = tree.file(KERNEL);
    Optional<ImageFile> initramfs = tree.file(INITRAMFS);
    Optional<ImageFile> rootfs = tree.file(ROOTFS);
    if (kernel.isEmpty() || initramfs.isEmpty() || rootfs.isEmpty()) {
      throw refusal();
    }
    List<String> notes = new ArrayList<>();
    Optional<String> arguments = new CoreosArguments(tree).find();
    if (arguments.isEmpty()) {
      notes.add("found no kernel arguments in the ISO; pass them with --args");
    }
    List<Named> extras = new ArrayList<>();
    Optional<ImageFile> config = embeddedConfig();
    if (config.isPresent()) {
      extras.add(new Named("ignition.img", config.get()));
      notes.add("the Ignition config embedded in the ISO is imported as ignition.img");
    }
    return new LiveSystem(
        Optional.of(Preset.FEDORA_COREOS),
        kernel.get(),
        initramfs,
        List.of(),
        rootfs,
        List.of(),
        extras,
        List.of(),
        arguments.orElse(""),
        Optional.empty(),
        notes);
  }

  /** Why it cannot be imported. */
  UnknownSystemException refusal() throws IOException {
    if (tree.file(KERNEL).isPresent() && tree.file(INITRAMFS).isPresent()) {
      return new UnknownSystemException(
          tree.name()
              + " is a minimal ISO: it has no "
              + ROOTFS
              + " and fetches it during boot; import the full live ISO or the three PXE files");
    }
    boolean isOld =
        tree.file("images/initramfs.img").isPresent()
            || tree.file("root.squashfs").isPresent()
            || tree.file("images/kernel.img").isPresent();
    return new UnknownSystemException(
        isOld
            ? tree.name()
                + " is from before August 2020 and has no "
                + ROOTFS
                + "; import the PXE files of that build with --kernel and --initramfs (a fat"
                + " initramfs is split), or import a newer ISO"
            : tree.name()
                + " is not a complete live ISO: it lacks one of "
                + String.join(", ", KERNEL, INITRAMFS, ROOTFS));
  }

  /** The Ignition config embedded by the user; its area is all NUL in the published ISO. */
  private Optional<ImageFile> embeddedConfig() throws IOException {
    Optional<JsonNode> index = SmallFiles.json(tree, IGNITION_INDEX);
    String path = index.map(json -> json.path("file").asText(IGNITION)).orElse(IGNITION);
    Optional<ImageFile> file = tree.file(path);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    long offset = index.map(json -> json.path("offset").asLong(0)).orElse(0L);
    long length =
        index
            .map(json -> json.path("length").asLong(file.get().length()))
            .orElse(file.get().length());
    ImageFile area = SmallFiles.range(file.get(), offset, length);
    for (byte b : SmallFiles.bytes(area)) {
      if (b != 0) {
        return Optional.of(area);
      }
    }
    return Optional.empty();
  }
}
