package org.pairboot.appliance.boot;

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
            Script.PXELINUX, compile("pxelinux.cfg.mustache"),
            Script.IPXE, compile("boot.ipxe.mustache"));
  }

  /** The loaders that scripts are made for. */
  enum Script {
    PXELINUX,
    IPXE
  }

  String render(Script script, ScriptModel model) {
    return templates.get(script).execute(model);
  }

  private static Template compile(String resource) {
    try (InputStream in = ScriptTemplates.class.getResourceAsStream(resource)) {
      return Mustache.compiler()
          .escapeHTML(false)
          .compile(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("template " + resource, e);
    }
  }
}
