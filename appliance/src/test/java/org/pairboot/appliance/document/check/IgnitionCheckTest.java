package org.pairboot.appliance.document.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IgnitionCheckTest {

  @Test
  void aWholeConfigHasNothingToComplainOf() {
    assertThat(
            findings(
                """
                {
                  "ignition": {
                    "version": "3.4.0",
                    "config": {"merge": [{"source": "https://example.org/base.ign",
                      "verification": {"hash": "sha256-%s"}}]}
                  },
                  "kernelArguments": {"shouldExist": ["quiet"]},
                  "passwd": {"users": [{"name": "core", "passwordHash": "$y$j9T$abc$def",
                    "sshAuthorizedKeys": ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me@lab"]}]},
                  "storage": {
                    "directories": [{"path": "/var/lib/data", "mode": 493}],
                    "files": [{"path": "/etc/hostname", "mode": 420,
                      "contents": {"source": "data:,node1%%0A"}},
                      {"path": "/etc/motd", "contents": {"compression": "gzip",
                        "source": "data:;base64,H4sIAAAAAAAA/w=="}}],
                    "links": [{"path": "/etc/localtime", "target": "../usr/share/zoneinfo/UTC"}],
                    "filesystems": [{"device": "/dev/disk/by-label/data", "format": "xfs",
                      "path": "/var/data"}]
                  },
                  "systemd": {"units": [{"name": "hello@.service", "enabled": true,
                    "contents": "[Service]\\nExecStart=/bin/true\\n[Install]\\nWantedBy=a.target",
                    "dropins": [{"name": "10-x.conf", "contents": "[Unit]"}]}]}
                }
                """
                    .formatted("0".repeat(64))))
        .isEmpty();
  }

  @Test
  void aConfigOfSpec2IsReadByItsOwnRules() {
    assertThat(
            findings(
                """
                {"ignition": {"version": "2.2.0", "config": {"append": [{"source": "tftp://s/x"}]}},
                 "networkd": {}, "storage": {
                   "filesystems": [{"name": "root", "path": "/sysroot"},
                                   {"mount": {"device": "/dev/sda1", "format": "ext4"}}],
                   "files": [{"filesystem": "root", "path": "/a", "contents": {"source": ""}},
                             {"filesystem": "root", "path": "/a", "append": true}]}}
                """))
        .isEmpty();
    assertThat(findings(storage("2.0.0", "\"files\": [{\"path\": \"/a\"}]")))
        .containsExactly("1 /storage/files/0: has no 'filesystem'");
  }

  @Test
  void whatIsNoJsonIsNamedByItsLine() {
    assertThat(findings("{\n  \"ignition\": {\n    \"version\": \"3.4.0\",\n  }\n}"))
        .singleElement()
        .asString()
        .startsWith("4 : is no JSON: ")
        .doesNotContain("\n");
    assertThat(findings("{\"ignition\": {\"version\": \"3.0.0\"},\n \"ignition\": {}}"))
        .singleElement()
        .asString()
        .startsWith("2 : is no JSON: Duplicate field 'ignition'");
    assertThat(findings("{\"ignition\": {\"version\": \"3.0.0\"}} }")).isNotEmpty();
    assertThat(findings(" \n")).singleElement().asString().startsWith("1 : is empty");
    assertThat(findings("[]")).containsExactly("1 : an Ignition config is a JSON object");
  }

  @Test
  void butaneIsRecognisedAsYamlAndAsJson() {
    assertThat(findings("variant: fcos\nversion: 1.5.0\n"))
        .containsExactly(
            "1 : is YAML, as Butane reads it; translate it with: butane --strict FILE");
    assertThat(findings("{\"variant\": \"fcos\", \"version\": \"1.5.0\"}"))
        .singleElement()
        .asString()
        .contains("is a Butane config");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                     | 1 : has no 'ignition' with a 'version': 2.0.0 to
          {"ignition": {}}                       | 1 /ignition: has no 'version'
          {"ignition": []}                       | 1 /ignition: is not an object
          {"ignition": {"version": 3}}           | 1 /ignition/version: is not a text
          {"ignition": {"version": "3"}}         | 1 /ignition/version: '3' is no version
          {"ignition": {"version": "1.0.0"}}     | 1 /ignition/version: there is no version 1.0.0
          {"ignition": {"version": "2.5.0"}}     | 1 /ignition/version: there is no version 2.5.0
          {"ignition": {"version": "4.0.0"}}     | 1 /ignition/version: there is no version 4.0.0
          {"ignition": {"version": "3.1.1"}}     | 1 /ignition/version: there is no version 3.1.1
          {"ignition": {"version": "3.99.0"}}    | 1 /ignition/version: version 3.99.0 is newer
          {"ignition": {"version": "3.2.0-experimental"}} | 1 /ignition/version: version 3.2.0-exp
          {"ignitionVersion": 1}                 | 1 /ignitionVersion: is of spec 1
          """)
  void theVersionHasToBeAKnownOne(String config, String expected) {
    assertThat(findings(config)).singleElement().asString().startsWith(expected);
  }

  @Test
  void aSectionThatIsMisspeltIsNamedWithTheOneThatWasMeant() {
    assertThat(findings("{\"ignition\": {\"version\": \"3.4.0\"},\n\"stroage\": {}}"))
        .containsExactly("2 /stroage: is no key of Ignition's; did you mean 'storage'?");
    assertThat(findings("{\"ignition\": {\"version\": \"3.4.0\"},\n\"networkd\": {}}"))
        .containsExactly(
            "2 /networkd: is no key of Ignition's here; there are ignition, kernelArguments,"
                + " passwd, storage, systemd");
    assertThat(findings("{\"ignition\": {\"version\": \"3.2.0\"}, \"kernelArguments\": {}}"))
        .containsExactly(
            "1 /kernelArguments: came with version 3.3.0; ignition.version says 3.2.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "files": {}                            | /storage/files: is not an array
          "files": [1]                           | /storage/files/0: is not an object
          "files": [{}]                          | /storage/files/0: has no 'path'
          "files": [{"path": "etc/motd"}]        | /storage/files/0/path: 'etc/motd' is no absolute
          "files": [{"path": "/a", "content": 1}] | /storage/files/0/content: is no key of Ignition's; did you mean 'contents'?
          "files": [{"path": "/a", "mode": 644}] | /storage/files/0/mode: numbers in JSON are decimal: 644 is octal 1204; for octal 644 write 420
          "files": [{"path": "/a", "mode": 4096}] | /storage/files/0/mode: 4096 is no mode
          "files": [{"path": "/a", "mode": "0644"}] | /storage/files/0/mode: is not a whole number
          "files": [{"path": "/a", "filesystem": "root"}] | /storage/files/0/filesystem: is of spec 2
          "files": [{"path": "/a"}], "links": [{"path": "/a", "target": "b"}] | /storage/links/0/path: '/a' is at /storage/files/0 already
          "links": [{"path": "/a"}]              | /storage/links/0: has no 'target'
          "disks": [{"device": "sda"}]           | /storage/disks/0/device: 'sda' is no absolute
          "filesystems": [{"device": "/dev/a", "path": "b"}] | /storage/filesystems/0/path: 'b' is no
          "files": [{"path": "/a", "contents": {"source": "hello"}}] | /storage/files/0/contents/source: is no URL
          "files": [{"path": "/a", "contents": {"source": "ftp://x/y"}}] | /storage/files/0/contents/source: Ignition fetches nothing by ftp:
          "files": [{"path": "/a", "contents": {"source": "data:hello"}}] | /storage/files/0/contents/source: is a data: URL without a comma
          "files": [{"path": "/a", "append": [{"source": "data:,100%"}]}] | /storage/files/0/append/0/source: is a data: URL with a malformed percent escape at its character 10
          "files": [{"path": "/a", "contents": {"source": "data:;base64,a*=="}}] | /storage/files/0/contents/source: is a data: URL whose base64 is malformed
          "files": [{"path": "/a", "contents": {"source": "data:a b,x"}}] | /storage/files/0/contents/source: is a data: URL whose media type 'a b'
          "files": [{"path": "/a", "contents": {"compression": "xz"}}] | /storage/files/0/contents/compression: 'xz' is not gzip
          "files": [{"path": "/a", "contents": {"verification": {"hash": "sha512-00"}}}] | /storage/files/0/contents/verification/hash: is neither
          """)
  void storageIsChecked(String members, String expected) {
    assertThat(findings(storage("3.4.0", members)))
        .singleElement()
        .asString()
        .startsWith("1 " + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "systemd": {"units": [{}]}                       | /systemd/units/0: has no 'name'
          "systemd": {"units": [{"name": "x"}]}            | /systemd/units/0/name: 'x' is no name of a unit
          "systemd": {"units": [{"name": "../x.service"}]} | /systemd/units/0/name: '../x.service' is no
          "systemd": {"units": [{"name": "a.path"}, {"name": "a.path"}]} | /systemd/units/1/name: there is a unit a.path
          "systemd": {"units": [{"name": "a.path", "enabled": true, "contents": "[Path]"}]} | /systemd/units/0/contents: has no section [Install]
          "systemd": {"units": [{"name": "a.path", "dropins": [{"name": "x"}]}]} | /systemd/units/0/dropins/0/name: 'x' does not end in .conf
          "passwd": {"users": [{"name": "a b"}]}           | /passwd/users/0/name: 'a b' is no name
          "passwd": {"users": [{"name": "a"}, {"name": "a"}]} | /passwd/users/1/name: 'a' is there twice
          "passwd": {"groups": [{"gid": 1}]}               | /passwd/groups/0: has no 'name'
          "passwd": {"users": [{"name": "a", "passwordHash": "secret"}]} | /passwd/users/0/passwordHash: does not look like a hash
          "passwd": {"users": [{"name": "a", "sshAuthorizedKeys": ["~/.ssh/id.pub"]}]} | /passwd/users/0/sshAuthorizedKeys/0: does not look like
          """)
  void unitsAndUsersAreChecked(String section, String expected) {
    assertThat(findings("{\"ignition\": {\"version\": \"3.0.0\"}, " + section + "}"))
        .singleElement()
        .asString()
        .startsWith("1 " + expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data:,",
        "data:text/plain,a%20b",
        "data:text/plain;charset=utf-8,a",
        "data:;base64,",
        "data:text/plain;base64,aGk%3D"
      })
  void dataUrls(String url) {
    assertThat(DataUrl.problem(url)).isEmpty();
  }

  @Property
  void anyTextHasAnAnswer(@ForAll String text) {
    assertThat(new IgnitionCheck().check("config.ign", text)).isNotEmpty();
  }

  private static String storage(String version, String members) {
    return "{\"ignition\": {\"version\": \"" + version + "\"}, \"storage\": {" + members + "}}";
  }

  /** Each as {@code LINE POINTER: PROBLEM}. */
  private static List<String> findings(String config) {
    return new IgnitionCheck()
        .check("config.ign", config).stream()
            .map(finding -> finding.line() + " " + finding.where() + ": " + finding.problem())
            .toList();
  }
}
