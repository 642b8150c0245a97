package org.pairboot.appliance.boot.script;

import java.util.Optional;
import org.pairboot.appliance.boot.script.ScriptModel.Boot;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.artifacts.catalog.BootRequest;

/**
 * PXELINUX: {@code ::/} is the TFTP server from which it came, and lpxelinux takes URLs too. What
 * stands behind {@code APPEND}, {@code SAY} or {@code MENU LABEL} is taken as it is, up to the end
 * of the line (com32/elflink/ldlinux/readconfig.c).
 */
record PxelinuxSyntax(ServerAddresses server, BootRequest request) implements LoaderSyntax {

  /** MAX_CMDLINE_LEN of com32/include/menu.h; what is longer is not booted. */
  private static final int MAX_LINE = 2048;

  @Override
  public String part(Choice protocol, String path) {
    Choice own = LoaderSyntax.own(request);
    boolean elsewhere = protocol != own && protocol != Choice.AUTO;
    return own == Choice.TFTP && !elsewhere
        ? "::/" + path
        : server.url(elsewhere ? protocol : own, path, request);
  }

  @Override
  public String again(String name) {
    String plain = LoaderSyntax.plain(name).orElse("pxelinux.cfg/default");
    return LoaderSyntax.own(request) == Choice.HTTP
        ? server.base(Choice.HTTP, request).orElse("") + "/" + plain
        : "::/" + plain;
  }

  @Override
  public Optional<String> objection(Boot boot) {
    int length = "  initrd= BOOTIF=01-00-00-00-00-00-00".length();
    length += boot.kernel().length() + boot.initrdList().length() + boot.arguments().length();
    return length >= MAX_LINE
        ? Optional.of(
            "kernel, initrds and kernel arguments are a line of %d characters, but PXELINUX takes %d; shorten the kernel arguments"
                .formatted(length, MAX_LINE - 1))
        : LoaderSyntax.mistakenInitrd(boot, "PXELINUX");
  }
}
