package org.pairboot.appliance.document.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherChecksTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#cloud-config\nusers: []\n",
        "#!/bin/sh\necho\n",
        "## template: jinja\n#cloud-config\n",
        "Content-Type: multipart/mixed; boundary=x\n",
        "MIME-Version: 1.0\n",
        "#include\nhttp://x/y\n",
        "#cloud-boothook\n"
      })
  void acceptsUserDataThatCloudInitRecognises(String text) {
    assertThat(findings(new CloudInitCheck(), "user-data", text)).isEmpty();
  }

  @Test
  void warnsOfUserDataThatCloudInitIgnores() {
    assertThat(findings(new CloudInitCheck(), "user-data", "autoinstall:\n  version: 1\n"))
        .singleElement()
        .asString()
        .startsWith("1: cloud-init ignores user data whose first line is not one of #cloud-con")
        .doesNotContain("move line");
    assertThat(findings(new CloudInitCheck(), "user-data", "# mine\n#cloud-config\n"))
        .singleElement()
        .asString()
        .endsWith("; move line 2 to the top");
    assertThat(findings(new CloudInitCheck(), "vendor-data", "")).hasSize(1);
    assertThat(findings(new CloudInitCheck(), "user-data", "#cloud-config\nusers:\n\t- me\n"))
        .containsExactly("3: indented with a tab, which YAML does not allow; use spaces");
  }

  @Test
  void checksMetaDataAndNetworkConfigByTheirOwnRules() {
    assertThat(findings(new CloudInitCheck(), "meta-data", "")).isEmpty();
    assertThat(findings(new CloudInitCheck(), "meta-data", "instance-id: a\n")).isEmpty();
    assertThat(findings(new CloudInitCheck(), "network-config", "version: 2\n")).isEmpty();
    assertThat(findings(new CloudInitCheck(), "network-config", "network:\n  version: 2\n"))
        .isEmpty();
    assertThat(findings(new CloudInitCheck(), "network-config", "ethernets: {}\n"))
        .containsExactly("1: no 'version:' or 'network:' at the top level; add one of them");
  }

  @Test
  void refusesUnclosedSectionsOfAKickstart() {
    assertThat(
            findings(
                new KickstartCheck(), "a.ks", "lang en\n%packages\n@core\n%end\n%post\ntrue\n%end"))
        .isEmpty();
    assertThat(findings(new KickstartCheck(), "a.ks", "%packages\n@core\n%post --log=x\ntrue\n"))
        .containsExactly(
            "1: section %packages is not closed; add %end",
            "3: section %post is not closed; add %end");
    assertThat(findings(new KickstartCheck(), "a.ks", "text\n%end\n"))
        .containsExactly("2: %end without an open section; remove it");
  }

  @Test
  void warnsOfMalformedPreseedLines() {
    assertThat(
            findings(
                new PreseedCheck(),
                "a.cfg",
                """
                #_preseed_V1
                d-i debian-installer/locale string en_US
                d-i partman/early_command string a; \\
                  b
                tasksel tasksel/first multiselect
                """))
        .isEmpty();
    assertThat(findings(new PreseedCheck(), "a.cfg", "d-i a/b\nd-i a/b bolean true\nd-i a/b 1 2"))
        .containsExactly(
            "1: expected OWNER QUESTION TYPE VALUE",
            "2: unknown question type 'bolean'; did you mean boolean?",
            "3: unknown question type '1'; expected one such as string, boolean or select");
  }

  @Test
  void warnsOfWindowsLineEndingsInAllTypes() {
    String problem = "2: lines end in CR LF, as on Windows; convert the file with dos2unix";
    assertThat(findings(new CloudInitCheck(), "user-data", "#!/bin/sh\ntrue\r\n"))
        .containsExactly(problem);
    assertThat(findings(new KickstartCheck(), "a.ks", "lang en\ntext\r\n"))
        .containsExactly(problem);
    assertThat(findings(new PreseedCheck(), "a.cfg", "\n# a\r\n")).containsExactly(problem);
  }

  private static List<String> findings(DocumentCheck check, String name, String text) {
    return check.check(name, text).stream()
        .map(violation -> violation.line() + ": " + violation.problem())
        .toList();
  }
}
