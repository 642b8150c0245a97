package org.pairboot.appliance.boot.script;

import java.time.Duration;
import java.util.List;
import org.pairboot.appliance.boot.planner.ChainedFile;
import org.pairboot.appliance.boot.script.ScriptModel.Boot;
import org.pairboot.appliance.boot.script.ScriptModel.Entry;
import org.pairboot.appliance.boot.script.ScriptModel.Initrd;

/** One script of each kind, with which templates are tried when they are loaded. */
final class ScriptSamples {
  private static final List<String> LINES = List.of("a line");
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final ScriptModel.Retry RETRY =
      new ScriptModel.Retry("192.0.2.1", "::/name", WAIT);
  private static final Entry BOOT =
      new Entry(
          "one",
          "One",
          List.of(
              new Boot(
                  "::/kernel",
                  List.of(new Initrd("initramfs.img", "::/initramfs.img")),
                  "::/initramfs.img",
                  "quiet",
                  true,
                  false)),
          List.of());
  private static final Entry KERNEL_ALONE =
      new Entry(
          "one", "One", List.of(new Boot("::/kernel", List.of(), "", "", false, true)), List.of());
  private static final Entry DISK = new Entry("two", "Two", List.of(), List.of());
  private static final Entry CHAIN =
      new Entry(
          "three",
          "Three",
          List.of(),
          List.of(new ScriptModel.Chain("http://192.0.2.9/menu", ChainedFile.SCRIPT)));

  static final List<ScriptModel> ALL =
      List.of(
          page(false, List.of(BOOT)),
          page(false, List.of(KERNEL_ALONE)),
          page(true, List.of(BOOT, DISK, CHAIN)),
          new ScriptModel.LocalDisk(LINES),
          new ScriptModel.Question("http://192.0.2.1", "(http,192.0.2.1)"),
          new ScriptModel.Trouble(LINES, "a reason", RETRY));

  private ScriptSamples() {}

  private static ScriptModel page(boolean choice, List<Entry> entries) {
    return new ScriptModel.Page(
        LINES,
        LINES,
        choice,
        "Title",
        WAIT,
        entries,
        "(tftp,192.0.2.1)",
        "(http,192.0.2.1)",
        RETRY,
        List.of(new ScriptModel.Guard("a reason", List.of("x86_64-efi"))));
  }
}
