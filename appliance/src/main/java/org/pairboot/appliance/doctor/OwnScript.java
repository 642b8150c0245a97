package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A script that every server of this program has, and that uses up nobody's one-time boot. */
final class OwnScript {
  static final String NAME = "boot.ipxe";

  private OwnScript() {}

  static boolean is(byte[] text) {
    String script = new String(text, StandardCharsets.UTF_8);
    return script.startsWith("#!ipxe") && script.contains("Pairboot");
  }

  /** What is to be said where another text came for it. */
  static Finding foreign(String where) {
    return Finding.problem(
        where,
        "what came for " + NAME + " is no script of Pairboot",
        "another server answers there, or a template of yours has it say so");
  }

  /** Whether a server of this program answers at {@code endpoint}. */
  static boolean answers(Endpoint endpoint) {
    try {
      return is(
          switch (endpoint.service()) {
            case TFTP -> Fetch.tftp(endpoint.local(), NAME);
            case HTTP, HTTPS -> Fetch.http(endpoint, "GET", NAME, Optional.empty()).body();
          });
    } catch (IOException e) {
      return false;
    }
  }
}
