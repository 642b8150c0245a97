package org.pairboot.artifacts.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pairboot.testing.Property;

class ArgumentTemplateTest {
  private static final String BASE = "http://192.0.2.1/images/a/1";

  @Test
  void replacesWordsInBracesWithTheirValues() {
    ArgumentTemplate template = new ArgumentTemplate("srv={base_url}/ root=live:{rootfs_url} {x}");

    assertThat(template.wantsUrls()).isTrue();
    assertThat(template.words()).containsExactly("base_url", "rootfs_url", "x");
    assertThat(fill(template.text(), Map.of("base_url", BASE, "rootfs_url", BASE + "/a.img")))
        .isEqualTo("srv=" + BASE + "/ root=live:" + BASE + "/a.img {x}");
    assertThat(fill(template.text(), Map.of("base_url", BASE))).contains("root=live:{rootfs_url}");
  }

  @Test
  void leavesOtherArgumentsUnchanged() {
    ArgumentTemplate template = new ArgumentTemplate("quiet console=ttyS0,115200");

    assertThat(template.wantsUrls()).isFalse();
    assertThat(fill(template.text(), Map.of())).isEqualTo(template.text());
  }

  @Test
  void leavesTheQuotesOfAnArgumentWithoutAValueAsTheyAre() {
    for (String text : new String[] {"\"a{x}b\"/=", "a=\"{x}\"", "\"{x}=\"b\"\"", "{x}\"\"=\"\""}) {
      assertThat(fill(text, Map.of("y", "no"))).isEqualTo(text);
    }
  }

  /** They are for the system that starts, as in {@code systemd.setenv}. */
  @Test
  void leavesVariablesOfTheMachinesSystemAlone() {
    for (String text : new String[] {"a=${base_url}", "a=$${mac}", "a={{mac}}", "a={1}", "a={}"}) {
      assertThat(new ArgumentTemplate(text).words()).isEmpty();
      assertThat(fill(text, Map.of("base_url", "no", "mac", "no"))).isEqualTo(text);
    }
  }

  @Test
  void putsQuotesAroundAValueWithBlanks() {
    Map<String, String> values = Map.of("title", "two words", "q", "a\"b c");

    assertThat(fill("t={title} quiet", values)).isEqualTo("t=\"two words\" quiet");
    assertThat(fill("t=\"a {title}\"", values)).isEqualTo("t=\"a two words\"");
    assertThat(fill("{title}=1", values)).isEqualTo("\"two words=1\"");
    assertThat(fill("t={q}", values)).isEqualTo("t=a%22b%20c");
  }

  @Test
  void noValueEverLeavesItsArgument() {
    Property.holds(draw -> {
      String value = draw.anyText(12);
      String text = draw.of("x={v}", "{v}", "x=\"a {v} b\"", "x=\"{v}\"", "{v}=1", "\"a {v}=2\"");

      assertThat(
              new ArgumentTemplate("before " + text + " behind")
                  .fill(word -> Optional.of(value))
                  .toString()
                  .transform(KernelArguments::parse)
                  .all())
          .hasSizeLessThanOrEqualTo(3)
          .contains(KernelArguments.parse("before").all().getFirst())
          .endsWith(KernelArguments.parse("behind").all().getFirst());
    });
  }

  private static String fill(String text, Map<String, String> values) {
    return new ArgumentTemplate(text)
        .fill(word -> Optional.ofNullable(values.get(word)))
        .toString();
  }
}
