package org.pairboot.appliance.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.pairboot.appliance.document.TemplateTag.Kind;

/** The scanner finds the tags that JMustache finds. */
class TemplateTagTest {

  @Property(tries = 3000)
  void findsTheSameNamesInTheSameOrderAsTheLibrary(@ForAll("templates") String text) {
    List<TemplateTag> tags = TemplateTag.scan(text);
    Assume.that(tags.stream().noneMatch(tag -> tag.kind() == Kind.OTHER));
    Template template;
    try {
      template = Mustache.compiler().compile(text);
    } catch (MustacheException e) {
      Assume.that(false);
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

  @Provide
  Arbitrary<String> templates() {
    return Arbitraries.of(
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
            "{ }")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
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
