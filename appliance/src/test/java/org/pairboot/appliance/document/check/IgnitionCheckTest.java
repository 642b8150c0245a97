package org.pairboot.appliance.document.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.testing.Property;

class IgnitionCheckTest {

  @Test
  void acceptsACompleteConfig() {
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
  void checksAConfigOfSpec2ByItsOwnRules() {
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
        .containsExactly("1 /storage/files/0: missing 'filesystem'");
  }

  @Test
  void namesTheLineOfMalformedJson() {
    assertThat(findings("{\n  \"ignition\": {\n    \"version\": \"3.4.0\",\n  }\n}"))
        .singleElement()
        .asString()
        .startsWith("4 : not valid JSON: ")
        .doesNotContain("\n");
    assertThat(findings("{\"ignition\": {\"version\": \"3.0.0\"},\n \"ignition\": {}}"))
        .singleElement()
        .asString()
        .startsWith("2 : not valid JSON: Duplicate field 'ignition'");
    assertThat(findings("{\"ignition\": {\"version\": \"3.0.0\"}} }")).isNotEmpty();
    assertThat(findings(" \n")).singleElement().asString().startsWith("1 : empty");
    assertThat(findings("[]")).containsExactly("1 : expected a JSON object");
  }

  @Test
  void recognisesButaneAsYamlAndAsJson() {
    assertThat(findings("variant: fcos\nversion: 1.5.0\n"))
        .containsExactly(
            "1 : YAML, probably a Butane config; translate it with: butane --strict FILE");
    assertThat(findings("{\"variant\": \"fcos\", \"version\": \"1.5.0\"}"))
        .singleElement()
        .asString()
        .contains("a Butane config");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                     | 1 : missing 'ignition' with a 'version'; expected
          {"ignition": {}}                       | 1 /ignition: missing 'version'
          {"ignition": []}                       | 1 /ignition: expected an object
          {"ignition": {"version": 3}}           | 1 /ignition/version: expected a string
          {"ignition": {"version": "3"}}         | 1 /ignition/version: invalid version '3'
          {"ignition": {"version": "1.0.0"}}     | 1 /ignition/version: unknown version 1.0.0
          {"ignition": {"version": "2.5.0"}}     | 1 /ignition/version: unknown version 2.5.0
          {"ignition": {"version": "4.0.0"}}     | 1 /ignition/version: unknown version 4.0.0
          {"ignition": {"version": "3.1.1"}}     | 1 /ignition/version: unknown version 3.1.1
          {"ignition": {"version": "3.99.0"}}    | 1 /ignition/version: version 3.99.0 is newer
          {"ignition": {"version": "3.2.0-experimental"}} | 1 /ignition/version: version 3.2.0-exp
          {"ignitionVersion": 1}                 | 1 /ignitionVersion: Ignition no longer reads spec 1
          """)
  void refusesUnknownVersions(String config, String expected) {
    assertThat(findings(config)).singleElement().asString().startsWith(expected);
  }

  @Test
  void suggestsTheSectionThatWasMeant() {
    assertThat(findings("{\"ignition\": {\"version\": \"3.4.0\"},\n\"stroage\": {}}"))
        .containsExactly("2 /stroage: unknown key; did you mean 'storage'?");
    assertThat(findings("{\"ignition\": {\"version\": \"3.4.0\"},\n\"networkd\": {}}"))
        .containsExactly(
            "2 /networkd: unknown key; expected one of ignition, kernelArguments,"
                + " passwd, storage, systemd");
    assertThat(findings("{\"ignition\": {\"version\": \"3.2.0\"}, \"kernelArguments\": {}}"))
        .containsExactly(
            "1 /kernelArguments: needs version 3.3.0 or newer; ignition.version is 3.2.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "files": {}                            | /storage/files: expected an array
          "files": [1]                           | /storage/files/0: expected an object
          "files": [{}]                          | /storage/files/0: missing 'path'
          "files": [{"path": "etc/motd"}]        | /storage/files/0/path: 'etc/motd' is not an absolute
          "files": [{"path": "/a", "content": 1}] | /storage/files/0/content: unknown key; did you mean 'contents'?
          "files": [{"path": "/a", "mode": 644}] | /storage/files/0/mode: JSON numbers are decimal: 644 is octal 1204; for octal 644 write 420
          "files": [{"path": "/a", "mode": 4096}] | /storage/files/0/mode: invalid mode 4096
          "files": [{"path": "/a", "mode": "0644"}] | /storage/files/0/mode: expected an integer
          "files": [{"path": "/a", "filesystem": "root"}] | /storage/files/0/filesystem: only spec 2
          "files": [{"path": "/a"}], "links": [{"path": "/a", "target": "b"}] | /storage/links/0/path: '/a' is already defined at /storage/files/0
          "links": [{"path": "/a"}]              | /storage/links/0: missing 'target'
          "disks": [{"device": "sda"}]           | /storage/disks/0/device: 'sda' is not an absolute
          "filesystems": [{"device": "/dev/a", "path": "b"}] | /storage/filesystems/0/path: 'b' is not
          "files": [{"path": "/a", "contents": {"source": "hello"}}] | /storage/files/0/contents/source: not a URL
          "files": [{"path": "/a", "contents": {"source": "ftp://x/y"}}] | /storage/files/0/contents/source: Ignition cannot fetch ftp:
          "files": [{"path": "/a", "contents": {"source": "data:hello"}}] | /storage/files/0/contents/source: data: URL without a comma
          "files": [{"path": "/a", "append": [{"source": "data:,100%"}]}] | /storage/files/0/append/0/source: data: URL with a malformed percent escape at character 10
          "files": [{"path": "/a", "contents": {"source": "data:;base64,a*=="}}] | /storage/files/0/contents/source: data: URL with malformed base64
          "files": [{"path": "/a", "contents": {"source": "data:a b,x"}}] | /storage/files/0/contents/source: data: URL with a malformed media type 'a b'
          "files": [{"path": "/a", "contents": {"compression": "xz"}}] | /storage/files/0/contents/compression: unknown compression 'xz'
          "files": [{"path": "/a", "contents": {"verification": {"hash": "sha512-00"}}}] | /storage/files/0/contents/verification/hash: invalid hash
          """)
  void checksStorage(String members, String expected) {
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
          "systemd": {"units": [{}]}                       | /systemd/units/0: missing 'name'
          "systemd": {"units": [{"name": "x"}]}            | /systemd/units/0/name: invalid unit name 'x'
          "systemd": {"units": [{"name": "../x.service"}]} | /systemd/units/0/name: invalid unit name '../x.service'
          "systemd": {"units": [{"name": "a.path"}, {"name": "a.path"}]} | /systemd/units/1/name: unit a.path is already defined
          "systemd": {"units": [{"name": "a.path", "enabled": true, "contents": "[Path]"}]} | /systemd/units/0/contents: no [Install] section
          "systemd": {"units": [{"name": "a.path", "dropins": [{"name": "x"}]}]} | /systemd/units/0/dropins/0/name: invalid drop-in name 'x'
          "passwd": {"users": [{"name": "a b"}]}           | /passwd/users/0/name: invalid user or group name 'a b'
          "passwd": {"users": [{"name": "a"}, {"name": "a"}]} | /passwd/users/1/name: duplicate name 'a'
          "passwd": {"groups": [{"gid": 1}]}               | /passwd/groups/0: missing 'name'
          "passwd": {"users": [{"name": "a", "passwordHash": "secret"}]} | /passwd/users/0/passwordHash: does not look like a hash
          "passwd": {"users": [{"name": "a", "sshAuthorizedKeys": ["~/.ssh/id.pub"]}]} | /passwd/users/0/sshAuthorizedKeys/0: does not look like
          """)
  void checksUnitsAndUsers(String section, String expected) {
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
  void acceptsDataUrls(String url) {
    assertThat(IgnitionSources.dataUrlProblem(url)).isEmpty();
  }

  @Test
  void reportsSomethingForAnyText() {
    Property.holds(draw ->
        assertThat(new IgnitionCheck().check("config.ign", draw.anyText(255))).isNotEmpty());
  }

  private static String storage(String version, String members) {
    return "{\"ignition\": {\"version\": \"" + version + "\"}, \"storage\": {" + members + "}}";
  }

  /** Each as {@code LINE POINTER: PROBLEM}. */
  private static List<String> findings(String config) {
    return new IgnitionCheck()
        .check("config.ign", config).stream()
            .map(violation ->
                violation.line() + " " + violation.where() + ": " + violation.problem())
            .toList();
  }
}
