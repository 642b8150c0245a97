package org.pairboot.appliance.doctor.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.doctor.Lab;
import org.pairboot.appliance.doctor.report.Check.Finding;

class FirewallCheckTest {
  @TempDir private Path directory;

  @Test
  void namesADroppingChainWithThePortsThatMachinesNeed() throws Exception {
    Finding finding =
        check(
                "{\"nftables\":[{\"metainfo\":{\"version\":\"1.0.6\"}},{\"chain\":{\"family\":\"inet\","
                    + "\"table\":\"filter\",\"name\":\"input\",\"hook\":\"input\",\"policy\":\"drop\"}}]}",
                "tftp.pool-ports=50000-50003")
            .getFirst();

    assertThat(finding.where()).isEqualTo("nftables inet filter input");
    assertThat(finding.what()).endsWith("machines need UDP 69 and 50000-50003, TCP 80");
    assertThat(finding.remedy()).contains("nft list chain inet filter input");
  }

  @Test
  void acceptsChainsThatAccept() throws Exception {
    assertThat(
            Lab.notOk(
                check(
                    "{\"nftables\":[{\"chain\":{\"hook\":\"input\",\"policy\":\"accept\"}},"
                        + "{\"chain\":{\"hook\":\"forward\",\"policy\":\"drop\"}}]}")))
        .isEmpty();
  }

  @Test
  void notesRulesThatCannotBeRead() throws Exception {
    assertThat(check(null)).singleElement().extracting(Finding::level).hasToString("note");
    assertThat(check("no JSON")).singleElement().extracting(Finding::level).hasToString("note");
  }

  private List<Finding> check(String ruleset, String... settings) throws Exception {
    return new FirewallCheck(Lab.settings(directory, settings), Optional.ofNullable(ruleset)).run();
  }
}
