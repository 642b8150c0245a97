package org.pairboot.appliance.boot.script;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.content.KernelArguments.Argument;

/**
 * GRUB: servers are devices, and its script language takes most characters for its own. Between
 * single quotes it takes none, see grub-core/script/yylex.l.
 */
record GrubSyntax(ServerAddresses server, BootRequest request) implements LoaderSyntax {
  /** The variable that its script sets to the faster of its servers. */
  private static final String FASTER = "$pairboot/";

  /** Without wildcards, which GRUB replaces where a file fits. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+~^!-]+");

  private static final Set<String> RESERVED =
      Set.of(
          "case",
          "do",
          "done",
          "elif",
          "else",
          "esac",
          "fi",
          "for",
          "function",
          "if",
          "in",
          "select",
          "then",
          "until",
          "while");

  @Override
  public String part(Choice protocol, String path) {
    return protocol == Choice.AUTO
        ? FASTER + path
        : server.grubDevice(protocol, request).orElseThrow() + "/" + path;
  }

  @Override
  public String again(String name) {
    return server.grubDevice(LoaderSyntax.own(request), request).orElse("")
        + "/"
        + LoaderSyntax.plain(name).orElse("grub/grub.cfg");
  }

  /**
   * Each argument is one word, without the quotes that the kernel takes off: around a word with a
   * blank, GRUB puts quotes by itself (grub-core/lib/cmdline.c). The kernel also reads {@code "a=b
   * c"} as a value with a blank.
   */
  @Override
  public String arguments(KernelArguments arguments) {
    return arguments.all().stream().map(GrubSyntax::word).collect(Collectors.joining(" "));
  }

  private static String word(Argument argument) {
    String word = argument.name() + argument.value().map(value -> "=" + value).orElse("");
    return PLAIN.matcher(word).matches() && !RESERVED.contains(word)
        ? word
        : "'" + withinQuotes(word) + "'";
  }

  /** With the dashes of PXELINUX where this program knows the card; else GRUB has colons only. */
  @Override
  public Optional<String> card(MachineIdentity machine) {
    return Optional.of(
        "BOOTIF=01-" + machine.mac().map(mac -> mac.text("-")).orElse("$net_default_mac"));
  }

  /** GRUB sends the rest of the URL as it is. */
  @Override
  public String chain(String url) {
    URI uri = URI.create(url);
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return "(%s,%s)%s%s".formatted(uri.getScheme(), uri.getRawAuthority(), uri.getRawPath(), query);
  }

  /** A dash at the beginning would be an option of the command. The template adds the quotes. */
  @Override
  public String text(String text) {
    return text.startsWith("-") ? " " + text : text;
  }

  /** What stands between single quotes. */
  static String withinQuotes(String text) {
    return text.replace("'", "'\\''");
  }
}
