package org.pairboot.it.serving;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.Repository;
import org.pairboot.it.lab.Tools;

/** The campaign of {@code it/attack}, which fails when a bound of security.md does not hold. */
@EnabledIfSystemProperty(named = "pairboot.it.full", matches = "true")
class AttackIT {
  @Test
  void holdsTheBoundsOfItsDocumentation() {
    Tools.needRoot("forged packets need a network namespace");
    Tools.need("ip:iproute2", "nsenter:util-linux", "sysctl:procps", "curl:curl");
    Command.run(List.of(Repository.root().resolve("it/attack").toString()), Duration.ofMinutes(8))
        .succeeded();
  }
}
