package org.pairboot.appliance.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pairboot.appliance.document.TemplateTag.Kind;
import org.pairboot.testing.Draw;
import org.pairboot.testing.Property;

/** The scanner finds the tags that JMustache finds. */
class TemplateTagTest {
  private static final String[] PIECES = {
    "{{a}}",
    "{{ b }}",
    "{{{c}}}",
    "{{&d}}",
    "{{#e}}",
    "{{/e}}",
    "{{^f}}",
    "{{/f}}",
    "{{! not {a} }}",
    "{{=<% %>=}}",
    "<%={{ }}=%>",
    "<%g%>",
    "<%#e%>",
    "<%/e%>",
    "\n",
    " ",
    "text",
    "{ }"
  };

  @Test
  void findsTheSameNamesInTheSameOrderAsTheLibrary() {
    Property.tries(3000).hold(draw -> assertSameNames(template(draw)));
  }

  private static void assertSameNames(String text) {
    List<TemplateTag> tags = TemplateTag.scan(text);
    // The library itself fails on some of these.
    if (tags.stream().anyMatch(tag -> tag.kind() == Kind.OTHER)) {
      return;
    }
    Template template;
    try {
      template = Mustache.compiler().compile(text);
    } catch (MustacheException e) {
      return;
    }
    Names names = new Names();
    template.visit(names);

    assertThat(
            tags.stream()
                .filter(tag -> tag.kind() != Kind.END)
                .map(tag -> tag.kind() + " " + tag.name()))
        .isEqualTo(names.found);
  }

  private static String template(Draw draw) {
    return String.join("", draw.list(0, 12, () -> draw.of(PIECES)));
  }

  private static final class Names implements Mustache.Visitor {
    private final List<String> found = new ArrayList<>();

    @Override
    public void visitText(String text) {}

    @Override
    public void visitVariable(String name) {
      found.add(Kind.VARIABLE + " " + name);
    }

    @Override
    public boolean visitInclude(String name) {
      return false;
    }

    @Override
    public boolean visitSection(String name) {
      found.add(Kind.SECTION + " " + name);
      return true;
    }

    @Override
    public boolean visitInvertedSection(String name) {
      found.add(Kind.INVERTED + " " + name);
      return true;
    }
  }
}
