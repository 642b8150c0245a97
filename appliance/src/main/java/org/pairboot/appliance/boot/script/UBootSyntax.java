package org.pairboot.appliance.boot.script;

import java.util.Optional;
import org.pairboot.appliance.boot.script.ScriptModel.Boot;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.artifacts.content.KernelArguments;

/**
 * U-Boot: whole paths on the one TFTP server that it knows. It reads PXELINUX's lines
 * (boot/pxe_utils.c), and what follows {@code append} also as its own command line.
 */
record UBootSyntax() implements LoaderSyntax {
  private static final String SPECIAL = "\\$'";

  @Override
  public String part(Choice protocol, String path) {
    return "/" + path;
  }

  @Override
  public String again(String name) {
    return "/" + LoaderSyntax.plain(name).orElse("pxelinux.cfg/default");
  }

  /**
   * With a backslash before what U-Boot would replace or take off: variables, single quotes and
   * backslashes. Behind a backslash that is to stay it does neither (common/cli_simple.c).
   */
  @Override
  public String arguments(KernelArguments arguments) {
    String text = arguments.toString();
    // At the beginning of a value it begins a comment.
    StringBuilder escaped = new StringBuilder(text.startsWith("#") ? "\\" : "");
    for (int i = 0; i < text.length(); i++) {
      boolean afterBackslash = i > 0 && text.charAt(i - 1) == '\\';
      boolean special = SPECIAL.indexOf(text.charAt(i)) >= 0;
      escaped.append(special && !afterBackslash ? "\\" : "").append(text.charAt(i));
    }
    return escaped.toString();
  }

  @Override
  public Optional<String> objection(Boot boot) {
    return LoaderSyntax.mistakenInitrd(boot, "U-Boot");
  }

  /** A value that is empty is a mistake to U-Boot, and one with # first a comment and so empty. */
  @Override
  public String text(String text) {
    return text.isBlank() || text.stripLeading().startsWith("#") ? "\"" + text + "\"" : text;
  }
}
