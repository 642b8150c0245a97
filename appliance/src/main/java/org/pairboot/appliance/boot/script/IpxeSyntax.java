package org.pairboot.appliance.boot.script;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.appliance.boot.planner.Platform;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.MachineIdentity.Firmware;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.content.KernelArguments.Argument;
import org.pairboot.artifacts.text.PercentEncoding;

/**
 * iPXE: URLs for everything; HTTP is far faster, so TFTP only where there is no HTTP.
 *
 * <p>It has no quotes: it divides a line at blanks, then looks for words that end a command, then
 * replaces {@code ${...}} in each word (src/core/exec.c, src/core/settings.c). So what is replaced
 * can neither divide a word nor end a command.
 */
record IpxeSyntax(ServerAddresses server, BootRequest request) implements LoaderSyntax {
  /** A setting that nobody sets. */
  private static final String NOTHING = "${nothing}";

  /** A setting that the template sets to a blank. */
  static final String BLANK = "${blank:string}";

  private static final Set<String> ENDS = Set.of("||", "&&", ";");

  /** What a name may have beside letters and digits, and {@code chain} does not read otherwise. */
  private static final String PLAIN_IN_NAMES = "/=,+:@";

  @Override
  public String part(Choice protocol, String path) {
    return server.url(protocol, path, request);
  }

  @Override
  public String again(String name) {
    return server.base(LoaderSyntax.own(request), request).orElse("")
        + "/"
        + PercentEncoding.allBut(PLAIN_IN_NAMES, name);
  }

  @Override
  public String arguments(KernelArguments arguments) {
    return arguments.all().stream()
        .map(Argument::text)
        .map(text -> word(text.replaceAll("\\s", "\\" + BLANK)))
        .collect(Collectors.joining(" "));
  }

  /** The same word to the command that gets it, and none that means something before. */
  private static String word(String word) {
    String plain = word.startsWith("#") || ENDS.contains(word) ? NOTHING + word : word;
    // At the end of a line it would hide the line break.
    return plain.endsWith("\\") ? plain + NOTHING : plain;
  }

  /** The card that iPXE opened last is the one that it boots from. */
  @Override
  public Optional<String> card(MachineIdentity machine) {
    return Optional.of("BOOTIF=01-${netX/mac:hexhyp}");
  }

  /** The same but for {@code ${...}}, which iPXE replaces wherever it is, so a blank parts it. */
  @Override
  public String text(String text) {
    String line = text.replace("${", "$ {").strip();
    String words =
        Stream.of(line.split("\\s+")).map(IpxeSyntax::word).collect(Collectors.joining(" "));
    // An empty word first: no options follow it.
    return (line.startsWith("-") ? NOTHING + " " : "") + words;
  }

  /** As {@code ${buildarch}-${platform}} gives it: see the makefiles of iPXE's architectures. */
  @Override
  public String platform(Platform platform) {
    String architecture =
        switch (platform.architecture()) {
          case AARCH64 -> "arm64";
          case ARM -> "arm32";
          case LOONGARCH64 -> "loong64";
          case I386, X86_64, RISCV64, PPC64LE, S390X -> platform.architecture().toString();
        };
    return architecture + "-" + (platform.firmware() == Firmware.BIOS ? "pcbios" : "efi");
  }
}
