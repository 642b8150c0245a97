package org.pairboot.appliance.boot.script;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.artifacts.catalog.BootRequest;

/** GRUB: servers are devices, and its script language takes most characters for its own. */
record GrubSyntax(ServerAddresses server, BootRequest request) implements LoaderSyntax {
  /** The variable that its script sets to the faster of its servers. */
  private static final String FASTER = "$pairboot/";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+~^*?\\[\\]!-]+");

  @Override
  public String part(Choice protocol, String path) {
    return protocol == Choice.AUTO
        ? FASTER + path
        : server.grubDevice(protocol, request).orElseThrow() + "/" + path;
  }

  @Override
  public String again(String name) {
    return server.grubDevice(LoaderSyntax.own(request), request).orElse("") + "/" + name;
  }

  /** Kernel arguments, each of which stays one word. */
  static String quote(String arguments) {
    return Arrays.stream(arguments.strip().split("\\s+"))
        .map(GrubSyntax::word)
        .collect(Collectors.joining(" "));
  }

  /** What stands between single quotes. */
  static String withinQuotes(String text) {
    return text.replace("'", "'\\''");
  }

  private static String word(String argument) {
    return argument.isEmpty() || PLAIN.matcher(argument).matches()
        ? argument
        : "'" + withinQuotes(argument) + "'";
  }
}
