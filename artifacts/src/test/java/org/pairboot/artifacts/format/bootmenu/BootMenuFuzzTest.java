package org.pairboot.artifacts.format.bootmenu;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.artifacts.text.PrintableText;

/**
 * Any text is some menu, of few entries, none of which leaves the medium.
 *
 * <p>A build only replays the inputs given here. To search for new ones, guided by coverage, set
 * JAZZER_FUZZ=1 in the environment and run this test alone.
 */
class BootMenuFuzzTest {
  static Stream<byte[]> menus() {
    return Stream.of(
            "menuentry 'a' --class x { linux ($root)/k a=\"b c\" ${x}; initrd /i /j }\n"
                + "submenu b {\n",
            "function f { { } }\nset a='b\nc'\nif [ $a ]; then source /x; fi\n}}}{\\",
            "label a\n"
                + "menu label ^b\n"
                + "kernel ../../k\n"
                + "append initrd=i,j,k b\n"
                + "include /x\n"
                + "config y z\n",
            "label a\nkernel menu.c32\nappend \n",
            "label \nlinux \033k\n",
            "title a\nlinux k\ninitrd\noptions \"\n",
            "[general]\narch=a\n[images-a]\nkernel = k\n=\n[]")
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @MethodSource("menus")
  @FuzzTest(maxDuration = "5m")
  void anyTextIsSomeMenu(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    MenuFiles everywhere =
        new MenuFiles() {
          @Override
          public Optional<String> text(String path) {
            return Optional.of(text);
          }

          @Override
          public List<String> names(String directory) {
            return List.of("a.conf", "b.cfg", "grub.cfg");
          }
        };

    List<MenuEntry> entries = BootMenu.entries(everywhere);

    assertThat(entries).hasSizeLessThanOrEqualTo(200);
    for (MenuEntry entry : entries) {
      assertThat(PrintableText.isPrintable(entry.title())).isTrue();
      assertThat(entry.title()).isNotBlank();
      assertThat(Stream.of(entry.kernel().split("/"))).doesNotContain("..", "", ".");
      assertThat(PrintableText.isPrintable(entry.arguments().toString())).isTrue();
    }
  }
}
