package org.pairboot.appliance.boot;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The loader scripts as logic-less templates, compiled once at start. */
final class ScriptTemplates {
  private final Map<Script, Template> templates;

  ScriptTemplates() {
    this.templates =
        Map.of(
            Script.PXELINUX, compile("pxelinux.cfg.mustache", Escapers.NONE),
            // All that is not a raw {{{variable}}} stands between single quotes there.
            Script.GRUB, compile("grub.cfg.mustache", GrubWords::withinQuotes),
            Script.IPXE, compile("boot.ipxe.mustache", Escapers.NONE));
  }

  /** The loaders that scripts are made for. */
  enum Script {
    PXELINUX,
    GRUB,
    IPXE
  }

  String render(Script script, ScriptModel model) {
    return templates.get(script).execute(model);
  }

  private static Template compile(String resource, Mustache.Escaper escaper) {
    try (InputStream in = ScriptTemplates.class.getResourceAsStream(resource)) {
      return Mustache.compiler()
          .withEscaper(escaper)
          .emptyStringIsFalse(true)
          .compile(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("template " + resource, e);
    }
  }
}
