package org.pairboot.it.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.it.firmware.ScenarioSteps.LIMIT;
import static org.pairboot.it.firmware.ScenarioSteps.boot;
import static org.pairboot.it.firmware.ScenarioSteps.booted;
import static org.pairboot.it.firmware.ScenarioSteps.commandLine;
import static org.pairboot.it.firmware.ScenarioSteps.plans;
import static org.pairboot.it.firmware.ScenarioSteps.write;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pairboot.it.firmware.Scenario.RunKind;
import org.pairboot.it.firmware.image.DataDirectories;
import org.pairboot.it.firmware.image.GeneratedImage;
import org.pairboot.it.firmware.machine.Laboratory;
import org.pairboot.it.guest.Guest;

/**
 * Kernel arguments with characters that loaders take for their own. The guest prints its command
 * line, and which arguments the kernel handed to its first process: those whose names begin with
 * {@code demo_}.
 */
final class ArgumentScenarios {
  /** As people write them in plans; the kernel's grammar has double quotes and nothing else. */
  private static final String QUOTED =
      "dyndbg=\"file foo.c +p\" demo_words=\"one=1 two=2\" demo_signs=a;b|c&d#e*f%g(h)<i>";

  private static final String BRACES = "demo_braces=${net0/mac}";

  /** An argument, with a name and a value, as the kernel divides them. */
  private static final Pattern WORD = Pattern.compile("([a-z_]+)=(\"[^\"]*\"|\\S+)");

  /** All of them. */
  static final String ARGUMENTS = QUOTED + " " + BRACES;

  private ArgumentScenarios() {}

  static Stream<Scenario> scenarios() {
    return Stream.of(
        scenario(BootLoader.PXELINUX, ARGUMENTS, RunKind.FULL_RUN),
        scenario(BootLoader.SYSLINUX_EFI, ARGUMENTS, RunKind.FULL_RUN),
        // Not with braces: iPXE looks for ${...} again in all that it has expanded.
        scenario(BootLoader.IPXE_HTTP, QUOTED, RunKind.FULL_RUN),
        scenario(BootLoader.IPXE_EFI, QUOTED, RunKind.FULL_RUN),
        scenario(BootLoader.GRUB_TFTP, ARGUMENTS, RunKind.EVERY_RUN),
        scenario(BootLoader.HTTP_GRUB, ARGUMENTS, RunKind.FULL_RUN));
  }

  private static Scenario scenario(BootLoader loader, String arguments, RunKind runKind) {
    return new Scenario(
        "arguments/" + loader.term(),
        runKind,
        "the kernel reads quoted arguments, ${...} and signs as the plan has them",
        (laboratory, images) -> bootWithArguments(loader, arguments, laboratory, images));
  }

  private static String bootWithArguments(
      BootLoader loader, String arguments, Laboratory laboratory, DataDirectories images) {
    Path plan =
        write(
            laboratory.directory().resolve("plans/arguments.conf"),
            """
            profiles.default {
              image = demo, method = appended
              kernel-arguments.add = \"""%s %s\"""
            }
            """
                .formatted(ScenarioSteps.KERNEL_ARGUMENTS, arguments));
    List<String> settings = new ArrayList<>(loader.settings());
    settings.add(plans(plan.getParent()));
    laboratory.serve(images.shared(GeneratedImage.PLAIN), settings);
    Guest guest = boot(laboratory, loader);
    return booted(guest, "1.0", LIMIT) + ", " + arrived(guest, arguments);
  }

  /**
   * Asserts that arguments have arrived; returns the command line.
   *
   * @param arguments as people write them
   */
  static String arrived(Guest guest, String arguments) {
    String line = commandLine(guest);
    for (Matcher word = WORD.matcher(arguments); word.find(); ) {
      String argument = word.group(1) + "=" + word.group(2).replace("\"", "");
      // GRUB puts the whole argument between quotes, which is the same to the kernel.
      assertThat(" " + line + " ")
          .containsAnyOf(" " + word.group() + " ", " \"" + argument + "\" ");
      if (argument.startsWith("demo_")) {
        Pattern read = Pattern.compile("PAIRBOOT-DEMO: argument " + Pattern.quote(argument) + "$");
        guest.console().await(read, LIMIT);
      }
    }
    return line;
  }
}
