package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pairboot.appliance.doctor.Fetch.Answer;

/** A script that every server of this program has, and that uses up nobody's one-time boot. */
final class OwnScript {
  static final String NAME = "boot.ipxe";

  private OwnScript() {}

  static boolean is(byte[] text) {
    String script = new String(text, StandardCharsets.UTF_8);
    return script.startsWith("#!ipxe") && script.contains("Pairboot");
  }

  /** Whether a server of this program answers at {@code endpoint}. */
  static boolean answers(Endpoint endpoint) {
    try {
      return switch (endpoint.service()) {
        case TFTP -> is(Fetch.tftp(endpoint.local(), NAME));
        case HTTP -> {
          Answer answer = Fetch.http(endpoint.local(), "GET", NAME, Optional.empty());
          yield is(answer.body());
        }
        // Whose it is, plain HTTP tells.
        case HTTPS -> false;
      };
    } catch (IOException e) {
      return false;
    }
  }
}
