package org.pairboot.appliance.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.catalog.RequestName;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.BootSettings.Method;

/** Machines that plans select by a serial number or an asset tag with a slash. */
class SerialNumberBootTest extends BootTest {
  private BootSettings settings;

  @BeforeEach
  void selectBySerialNumber() throws Exception {
    boots.publish("demo", "plain", false);
    boots.publish("demo", "special", false);
    Path plans =
        Files.writeString(
            directory.resolve("plans.conf"),
            """
            profiles { plain { image = "demo@plain" }, special { image = "demo@special" } }
            profiles.default { image = "demo@plain" }
            machines {
              one { select.serial = "CN/7016/A1", profile = special }
              two { select.asset-tag = "Rack 4/12", profile = special }
            }
            """);
    settings =
        new BootSettings(Optional.empty(), Method.AUTO, "", List.of(plans), Optional.empty());
  }

  @Test
  void ipxeTellsThemOverHttp() throws Exception {
    assertThat(overHttp("/boot.ipxe/mac=52-54-00-00-00-01/serial=CN%2F7016%2FA1/asset="))
        .contains("demo@special");
    assertThat(overHttp("/boot.ipxe/mac=52-54-00-00-00-02/serial=1/asset=Rack%204%2f12"))
        .contains("demo@special");
    assertThat(overHttp("/boot.ipxe/mac=52-54-00-00-00-03/serial=CN/asset=Rack%204"))
        .contains("demo@plain");
  }

  @Test
  void ipxeTellsThemOverTftp() throws Exception {
    assertThat(boots.get("boot.ipxe/serial=CN/7016/A1/asset=x", settings)).contains("demo@special");
    assertThat(boots.get("boot.ipxe/serial=/asset=Rack 4/12", settings)).contains("demo@special");
    assertThat(boots.get("boot.ipxe/serial=CN/7016/asset=x", settings)).contains("demo@plain");
  }

  private String overHttp(String path) throws Exception {
    RequestName name = RequestName.fromHttpPath(path);
    return boots.get(TestBoots.overHttp(""), ((RequestName.Accepted) name).name(), settings);
  }
}
