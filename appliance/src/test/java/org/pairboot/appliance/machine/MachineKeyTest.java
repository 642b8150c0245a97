package org.pairboot.appliance.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.appliance.machine.Fleet.machine;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.testing.Property;

class MachineKeyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "uuid=00000000-0000-0000-0000-000000000000",
        "uuid=ffffffff-ffff-ffff-ffff-ffffffffffff",
        "uuid=fefefefe-fefe-fefe-fefe-fefefefefefe",
        "uuid=01010101-0101-0101-0101-010101010101",
        "uuid=03000200-0400-0500-0006-000700080009",
        "uuid=00020003-0004-0005-0006-000700080009",
        "uuid=78563412-3412-7856-90ab-cddeefaabbcc",
        "mac=00:00:00:00:00:00",
        "mac=ff:ff:ff:ff:ff:ff",
        "serial=To_be_filled_by_O.E.M.",
        "serial=To_Be_Filled_By_OEM",
        "serial=Default_string",
        "serial=System_Serial_Number",
        "serial=None",
        "serial=0",
        "serial=00000000",
        "serial=XXXXXXXXXX",
        "serial=Serial_Number_xxxxxx",
        "serial=0123456789",
        "serial=123456789",
        "serial=_",
        "serial=.........",
      })
  void placeholdersOfMakersIdentifyNoMachine(String told) {
    assertThat(MachineKey.of(machine(told))).isEqualTo(MachineKey.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "uuid=4c4c4544-0042-3510-8052-b3c04f4b4e32",
        "uuid=00000000-0000-0000-0000-525400000001",
        "serial=100000003d1f2a4b",
        "serial=MB-1234567891",
        "serial=1029384756",
        "serial=Noneofthese",
      })
  void identifiersOfOneMachineStay(String told) {
    assertThat(MachineKey.of(machine(told)).isEmpty()).isFalse();
  }

  @Test
  void oneUuidInBothByteOrdersIsOne() {
    Property.holds(draw -> {
      UUID uuid = new UUID(draw.random().nextLong(), draw.random().nextLong());
      String text = uuid.toString();
      String swapped =
          text.replaceFirst("(..)(..)(..)(..)-(..)(..)-(..)(..)-", "$4$3$2$1-$6$5-$8$7-");
      assertThat(MachineKey.canonical(UUID.fromString(swapped)))
          .isEqualTo(MachineKey.canonical(uuid))
          .isIn(uuid, UUID.fromString(swapped));
    });
  }

  @Test
  void serialsAreComparedInAnyCaseAndWithoutBlanksAround() {
    assertThat(MachineKey.of(machine("serial=_ABC_")).serials()).containsExactly("abc");
  }
}
