package org.pairboot.appliance.boot;

import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.boot.planner.BootPlan;
import org.pairboot.appliance.boot.script.Recipient;
import org.pairboot.appliance.machine.Candidate;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Content;

/**
 * What a machine gets for one question. The server, {@code pairboot plan} and the checks use the
 * same one; only the server applies its effects.
 */
public sealed interface Answer {
  MachineIdentity machine();

  /** Which machine and profile of the plans it is. */
  Decision decision();

  /** The file that the loader gets; empty when it gets none. */
  Optional<Text> file();

  /** The text of {@link #file}. */
  default Optional<String> script() {
    return file().map(Text::text);
  }

  /** What changes when a machine, and not a person or a probe, gets this answer. */
  default List<Effect> effects() {
    return List.of();
  }

  /** No file, so that the loader asks for its next name and tells more of the machine. */
  record AskOn(MachineIdentity machine, Decision decision) implements Answer {
    @Override
    public Optional<Text> file() {
      return Optional.empty();
    }
  }

  /** A script that makes the loader ask again and report what it knows of its machine. */
  record AskWho(MachineIdentity machine, Decision decision, Text text) implements Answer {
    @Override
    public Optional<Text> file() {
      return Optional.of(text);
    }
  }

  /**
   * The plan for the machine, and the script that says so.
   *
   * @param file empty where the loader has no words for the plan: it continues with its next boot
   *     device
   * @param recipient for whom the script is
   */
  record Planned(
      MachineIdentity machine,
      Decision decision,
      BootPlan plan,
      Optional<Text> file,
      Recipient recipient,
      List<Effect> effects)
      implements Answer {
    /** The same with another token, which is as long. */
    Planned with(String before, String token) {
      return new Planned(
          machine,
          decision,
          plan,
          file.map(script -> Text.of(script.text().replace(before, token))),
          new Recipient(recipient.machine(), recipient.request(), Optional.of(token)),
          effects);
    }
  }

  /** A script, as text and as what is sent: the same one for all machines that share it. */
  record Text(String text, Content content) {
    static Text of(String text) {
      return new Text(text, BytesContent.of(text));
    }
  }

  /** A change of state. */
  sealed interface Effect {
    /**
     * An attempt to boot begins, unless one is under way.
     *
     * @param oneTime whether it uses up the machine's one boot
     */
    record BeginBoot(Candidate machine, boolean oneTime) implements Effect {}
  }
}
