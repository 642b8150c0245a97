package org.pairboot.appliance.cli.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.artifacts.format.bootmenu.MenuEntry;
import org.pairboot.artifacts.text.PrintableText;

/** The entries of a medium's boot menu, the one that an import takes by itself first. */
public final class BootMenuView implements View {
  private final List<MenuEntry> entries;

  /**
   * @param entries best first
   */
  public BootMenuView(List<MenuEntry> entries) {
    this.entries = entries;
  }

  @Override
  public void print(Console console) {
    if (entries.isEmpty()) {
      console.say("the medium has no boot menu that could be read");
    }
    for (MenuEntry entry : entries) {
      console.print(entry.title());
      console.printFact("kernel", PrintableText.of(entry.kernel()));
      if (!entry.initrds().isEmpty()) {
        console.printFact("initrd", PrintableText.of(String.join(", ", entry.initrds())));
      }
      if (!entry.arguments().all().isEmpty()) {
        console.printFact("arguments", entry.arguments().toString());
      }
      console.printFact("from", PrintableText.of(entry.from()));
    }
  }

  @Override
  public Object json() {
    return entries.stream().map(Json::of).toList();
  }

  /**
   * An entry.
   *
   * @param from the file of the medium that has it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Json(
      String title, String kernel, List<String> initrds, String arguments, String from) {
    static Json of(MenuEntry entry) {
      return new Json(
          entry.title(),
          entry.kernel(),
          entry.initrds(),
          entry.arguments().toString(),
          entry.from());
    }
  }
}
