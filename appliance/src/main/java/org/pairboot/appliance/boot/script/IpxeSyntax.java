package org.pairboot.appliance.boot.script;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.artifacts.catalog.BootRequest;

/** iPXE: URLs for everything; HTTP is far faster, so TFTP only where there is no HTTP. */
record IpxeSyntax(ServerAddresses server, BootRequest request) implements LoaderSyntax {

  @Override
  public String part(Choice protocol, String path) {
    return server.url(protocol, path, request);
  }

  @Override
  public String again(String name) {
    return server.base(LoaderSyntax.own(request), request).orElse("") + "/" + encoded(name);
  }

  /** What a machine told of itself is in the name. */
  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
  }
}
